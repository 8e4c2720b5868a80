package org.fascicle.app.verb;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.fascicle.api.installation.Jars;
import org.fascicle.api.installation.Plan;
import org.fascicle.api.model.Definition;
import org.fascicle.api.readiness.ModelNeed;
import org.fascicle.api.readiness.ModelReadiness;
import org.fascicle.app.Platform;
import org.fascicle.app.console.Console;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says which bundles a model needs, and gets those that are missing. */
@Command(name = "resolve", description = "Say which bundles a model or an archive needs: those that are installed, those that a "
        + "repository has, and what nothing provides.")
final class Resolve extends Verb {
    private static final String ID = "fascicle.resolve";

    @Parameters(paramLabel = "MODEL|ARCHIVE", description = "A model file or an archive.")
    private Path file;

    @Option(names = "--predict", description = "What predicting needs: no optimizer, loss or metric. The default is training.")
    private boolean predict;

    @Option(names = "--repository", paramLabel = "PLACE", description = "A folder of jars, or an index of the OSGi Repository "
            + "specification (XML), beside the \"repositories\" that the installation's list names.")
    private List<Path> repositories = new ArrayList<>();

    @Option(names = "--install", description = "Install the missing bundles.")
    private boolean install;

    @Option(names = "--ours",
            description = "With --install: they come from the makers of Fascicle, and may use names without a prefix.")
    private boolean ours;

    Resolve(Platform platform, Console console) {
        super(platform, console);
    }

    @Override
    public Integer call() {
        ModelReadiness readiness = platform().readiness().check(need());
        Plan plan = plan(readiness);
        while (install && plan.missing().isEmpty() && !plan.files().isEmpty()) {
            Jars jars = Jars.of(plan.files());
            new ChangePrinter(console()).print(platform().installer().install(ours ? jars.ours() : jars));
            // What is installed now may need more.
            readiness = platform().readiness().check(need());
            plan = plan(readiness);
        }
        print(plan, readiness);
        return plan.missing().isEmpty() && (readiness.isReady() || !plan.files().isEmpty()) ? DONE : BAD_INPUT;
    }

    private Plan plan(ModelReadiness readiness) {
        return platform().installer().plan(readiness.techniques(), repositories.stream().map(console()::resolve).toList());
    }

    private ModelNeed need() {
        Path path = console().resolve(file);
        if (Models.isArchive(path)) {
            return predict ? ModelNeed.toPredict(ID, path) : ModelNeed.toTrain(ID, path);
        }
        Definition definition = Definition.file(path);
        return predict ? ModelNeed.toPredict(ID, definition) : ModelNeed.toTrain(ID, definition);
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
