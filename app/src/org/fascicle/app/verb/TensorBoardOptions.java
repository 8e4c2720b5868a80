package org.fascicle.app.verb;

import java.nio.file.Path;

import org.fascicle.api.problem.InputException;
import org.fascicle.api.training.TrainingPlan;
import org.fascicle.app.console.Console;
import org.fascicle.format.tensorboard.TensorBoard;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that have a training written as event files for TensorBoard. */
final class TensorBoardOptions {
    @Option(names = "--tensorboard", paramLabel = "FOLDER",
            description = "Write event files here, which TensorBoard reads: loss, metrics "
                    + "and learning rate of each epoch, histograms of the parameters, the model and its graph.")
    private @Nullable Path folder;

    @Option(names = "--tensorboard-steps", paramLabel = "N",
            description = "Write loss, metrics and learning rate after every N steps as well.")
    private @Nullable Long steps;

    @Option(names = "--tensorboard-histograms", paramLabel = "N",
            description = "Write histograms after every N epochs, 0 for none; the default is 1.")
    private @Nullable Integer histograms;

    /** Refuses options that cannot be used. */
    void check(Console console) {
        wanted(console);
    }

    /** Has a training written as they ask for. */
    void in(TrainingPlan plan, Console console) {
        TensorBoard wanted = wanted(console);
        if (wanted != null) {
            plan.listener(wanted.listener(plan.model()));
        }
    }

    private @Nullable TensorBoard wanted(Console console) {
        if (folder == null) {
            String given = steps != null ? "--tensorboard-steps" : histograms != null ? "--tensorboard-histograms" : null;
            if (given != null) {
                throw new InputException(given, null, "says nothing about event files when there are none",
                        "Name a folder for them with --tensorboard.");
            }
            return null;
        }
        TensorBoard files = TensorBoard.in(console.resolve(folder));
        files = steps == null ? files : files.everySteps(steps);
        return histograms == null ? files : files.histogramsEvery(histograms);
    }
}
