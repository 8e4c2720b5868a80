package org.fascicle.app.verb;

import java.nio.file.Path;

import org.fascicle.api.installation.Plan;
import org.fascicle.api.model.Definition;
import org.fascicle.api.readiness.ModelNeed;
import org.fascicle.api.readiness.ModelReadiness;
import org.fascicle.app.Platform;
import org.fascicle.app.console.Console;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says which bundles a model needs, and gets those that are missing. */
@Command(name = "resolve", description = "Say which bundles a model or an archive needs: those that are installed, those that a "
        + "repository has, and what nothing provides.")
final class Resolve extends Verb {
    @Parameters(paramLabel = "MODEL|ARCHIVE", description = "A model file or an archive.")
    private Path file;

    @Option(names = "--predict", description = "What predicting needs: no optimizer, loss or metric. The default is training.")
    private boolean predict;

    @Mixin
    private InstallOptions options;

    Resolve(Platform platform, Console console) {
        super(platform, console);
    }

    @Override
    public Integer call() {
        MissingBundles bundles = new MissingBundles(platform(), console(), options);
        ModelNeed need = need();
        Plan plan = options.install() ? bundles.install(need) : bundles.plan(need);
        ModelReadiness readiness = bundles.readiness(need);
        print(plan, readiness);
        return plan.missing().isEmpty() && (readiness.isReady() || !plan.files().isEmpty()) ? DONE : BAD_INPUT;
    }

    private ModelNeed need() {
        Path path = console().resolve(file);
        if (Models.isArchive(path)) {
            return predict ? ModelNeed.toPredict(MissingBundles.ID, path) : ModelNeed.toTrain(MissingBundles.ID, path);
        }
        Definition definition = Definition.file(path);
        return predict ? ModelNeed.toPredict(MissingBundles.ID, definition) : ModelNeed.toTrain(MissingBundles.ID, definition);
    }

    private void print(Plan plan, ModelReadiness readiness) {
        plan.present().stream().sorted().forEach(bundle -> console().out().println("installed   " + bundle));
        plan.bundles().forEach(bundle -> console().out().println("to install  " + bundle));
        plan.missing().forEach(line -> console().err().println("fascicle: " + line));
        if (plan.missing().isEmpty() && plan.files().isEmpty()) {
            readiness.missing().forEach(line -> console().err().println("fascicle: " + line));
        }
    }
}
