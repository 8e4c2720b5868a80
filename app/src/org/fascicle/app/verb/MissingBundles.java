package org.fascicle.app.verb;

import java.util.function.Supplier;

import org.fascicle.api.installation.Jars;
import org.fascicle.api.installation.Plan;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.readiness.ModelNeed;
import org.fascicle.api.readiness.ModelReadiness;
import org.fascicle.app.MissingException;
import org.fascicle.app.Platform;
import org.fascicle.app.console.Console;
import org.jspecify.annotations.Nullable;

/** Looks for the bundles that a model needs and that are not installed, and installs them if the user wants that. */
final class MissingBundles {
    /** What a need is called that nobody registers. */
    static final String ID = "fascicle.needed";

    private final Platform platform;
    private final Console console;
    private final InstallOptions options;

    MissingBundles(Platform platform, Console console, InstallOptions options) {
        this.platform = platform;
        this.console = console;
        this.options = options;
    }

    /** Opens a model, with what is missing installed before, if that is wanted. A problem names the bundle that would solve it. */
    <T> T open(ModelNeed need, Supplier<T> opening) {
        if (options.install()) {
            install(need);
        }
        try {
            return opening.get();
        } catch (InputException e) {
            String remedy = remedy(need);
            throw remedy == null ? e : with(e, remedy);
        }
    }

    /** The same problem with another remedy beside its own. */
    static InputException with(InputException problem, String remedy) {
        return new InputException(problem.file(), problem.pointer(), problem.problem(),
                problem.remedy() == null ? remedy : sentence(problem.remedy()) + " " + remedy);
    }

    private static String sentence(String text) {
        return text.matches("(?s).*[.?!]") ? text : text + ".";
    }

    /** Installs what is missing and can be had. */
    Plan install(ModelNeed need) {
        Plan plan = plan(need);
        while (plan.missing().isEmpty() && !plan.files().isEmpty()) {
            new ChangePrinter(console).print(platform.installer().install(options.in(Jars.of(plan.files()))));
            // What is installed now may need more.
            plan = plan(need);
        }
        return plan;
    }

    Plan plan(ModelNeed need) {
        return platform.installer().plan(readiness(need).techniques(), options.repositories(console));
    }

    ModelReadiness readiness(ModelNeed need) {
        return platform.readiness().check(need);
    }

    /** Where what is missing can be had; null if nothing is missing, or nobody has it. */
    @Nullable
    String remedy(ModelNeed need) {
        try {
            if (readiness(need).isReady()) {
                return null;
            }
            Plan plan = plan(need);
            String missing = plan.missing().isEmpty() ? "" : "; " + String.join("; ", plan.missing());
            return plan.files().isEmpty() ? null
                    : "A repository has " + String.join(", ", plan.bundles()) + missing + ". Install "
                            + (plan.files().size() == 1 ? "it" : "them") + " with --install";
        } catch (MissingException e) {
            return null; // without an installer, nothing can be installed
        }
    }
}
