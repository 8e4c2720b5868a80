package org.fascicle.app.verb;

import java.nio.file.Path;
import java.util.List;

import org.fascicle.api.model.Evaluation;
import org.fascicle.api.training.Progress;
import org.fascicle.api.training.TrainingResult;

/** Shows a training. Called on the thread that trains. */
interface TrainingView {
    /** Training begins, or goes on. */
    default void started(Progress progress) {}

    /** A step has been made. */
    default void stepped(Progress progress) {}

    /** An epoch has ended. */
    void epochEnded(EpochFigures figures);

    /** Training has ended, well or not; whatever is written over comes off the screen. */
    default void ended() {}

    /** The last words. */
    void result(Outcome outcome);

    /**
     * What came of a training.
     *
     * @param epochs the epochs of this run
     * @param test loss and metrics over the test rows; null if there are none, or it was stopped
     * @param testRows how many
     * @param archive as the user named it; null if none was written
     */
    record Outcome(TrainingResult training, List<EpochFigures> epochs, Evaluation test, int testRows,
        Path archive) {}
}
