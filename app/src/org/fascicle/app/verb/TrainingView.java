package org.fascicle.app.verb;

import java.nio.file.Path;
import java.util.List;

import org.fascicle.api.model.Evaluation;
import org.fascicle.api.training.Progress;
import org.fascicle.api.training.TechniqueChange;
import org.fascicle.api.training.TrainingResult;
import org.jspecify.annotations.Nullable;

/** Shows a training. Called on the thread that trains. */
interface TrainingView {
    /** Training begins, or goes on. */
    default void started(Progress progress) {}

    /** A step has been made. */
    default void stepped(Progress progress) {}

    /** An epoch has ended. */
    void epochEnded(EpochReport epoch);

    /** Techniques were replaced by other versions. */
    void techniquesChanged(TechniqueChange change);

    /** Training has ended, well or not; a progress bar is erased. */
    default void ended() {}

    /** The last lines. */
    void result(Outcome outcome);

    /**
     * The outcome of a training.
     *
     * @param epochs the epochs of this run
     * @param test loss and metrics over the test rows; null if there are none, or it was stopped
     * @param testRows how many
     * @param classes the names of the model's classes; empty if they have none
     * @param archive as the user named it; null if none was written
     */
    record Outcome(TrainingResult training, List<EpochReport> epochs, @Nullable Evaluation test, int testRows,
            List<String> classes, @Nullable Path archive) {}
}
