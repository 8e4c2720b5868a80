package org.fascicle.api.training;

import java.nio.file.Path;
import java.util.concurrent.CompletionStage;

import org.fascicle.api.model.Model;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A training that was started. It runs on a thread of its own, which ends with it. It owns what only training needs: slots, clock,
 * history, best weights. Safe for any thread.
 */
@ProviderType
public interface Training extends AutoCloseable {
    /** The model that is trained. */
    Model model();

    /**
     * How it ends: with a result when it is completed, stopped early or {@linkplain #stop stopped}; with a
     * {@link java.util.concurrent.CancellationException} when it was cancelled; else with what went wrong, an
     * {@link org.fascicle.api.problem.InputException} or {@link org.fascicle.api.problem.StateException}. Completed on the
     * training's thread.
     */
    CompletionStage<TrainingResult> result();

    /**
     * Waits for the end and gives the result; throws what {@link #result} would hold. A thread that is interrupted while it waits
     * stops the training and gets the result of the stopped one, with its interrupt set again.
     */
    TrainingResult join();

    /** Whether it has neither ended nor failed. */
    boolean isRunning();

    /** Asks it to stop after the step at hand; what it has learned is kept, and it can be saved and resumed. */
    void stop();

    /** Asks it to end after the step at hand; the result is cancelled. Parameters are those of the last step. */
    void cancel();

    /** Loss and metrics of each whole epoch so far. */
    History history();

    /** The number of steps made so far, over all epochs. */
    long step();

    /**
     * Writes model and training to an archive, as they are after the step at hand: to a temporary file, synced, renamed. Waits for
     * that step. The service {@code Fascicle} goes on from it to the bit.
     */
    void save(Path archive);

    /**
     * Cancels it if it runs, and gives back the memory that only training needs. The model stays open, with the parameters of the last
     * step.
     */
    @Override
    void close();
}
