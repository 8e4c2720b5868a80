package org.fascicle.app.verb;

import org.fascicle.api.training.TrainingPlan;
import picocli.CommandLine.Option;

/** The options that say what a training does when techniques come and go. */
final class TechniqueOptions {
    @Option(names = "--follow", description = "Go on with a higher version of a technique when one is installed while it trains, "
            + "within the model's range. Without this it keeps the versions that it started with.")
    private boolean follow;

    @Option(names = "--wait",
            description = "Wait when a technique that it uses, or its backend, is taken away, until it is back. "
                    + "Without this it ends after some seconds, writes the archive, and exits with 4.")
    private boolean wait;

    TrainingPlan in(TrainingPlan plan) {
        return plan.follow(follow).waitForTechniques(wait);
    }
}
