package org.fascicle.app.verb;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.fascicle.api.installation.Jars;
import org.fascicle.api.installation.Plan;
import org.fascicle.api.problem.InputException;
import org.fascicle.app.Platform;
import org.fascicle.app.console.Console;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Installs bundles. */
@Command(name = "install", description = "Install bundles: their techniques can be used at once, and from now on.")
final class Install extends Verb {
    @Parameters(arity = "1..*", paramLabel = "JAR", description = "The bundles' files; those that need one another together.")
    private List<Path> jars = List.of();

    @Option(names = "--requirements", description = "Install what they require as well, and the techniques that are defaults of "
            + "theirs, from the repositories.")
    private boolean requirements;

    @Mixin
    private RepositoryOptions options;

    Install(Platform platform, Console console) {
        super(platform, console);
    }

    @Override
    public Integer call() {
        List<Path> files = new ArrayList<>(jars.stream().map(console()::resolve).toList());
        if (requirements) {
            files.addAll(plan(files).files());
        }
        try {
            new ChangePrinter(console()).print(platform().installer().install(options.in(Jars.of(files))));
        } catch (InputException e) {
            throw requirements ? e : withRemedy(e, files);
        }
        return DONE;
    }

    private Plan plan(List<Path> files) {
        return platform().installer().plan(Jars.of(files), options.repositories(console()));
    }

    /** Names the bundles of repositories that would help. */
    private InputException withRemedy(InputException problem, List<Path> files) {
        try {
            Plan plan = plan(files);
            return plan.files().isEmpty() ? problem
                    : MissingBundles.with(problem, "A repository has what they require: " + String.join(", ", plan.bundles())
                            + ". Install that as well with --requirements");
        } catch (InputException e) {
            return problem; // it is no bundle
        }
    }
}
