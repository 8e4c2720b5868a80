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
     * {@link java.util.concurrent.CancellationException} when it was cancelled; else with what went wrong: a {@link DivergedException}
     * if its loss is not finite any more, another {@link org.fascicle.api.problem.InputException} or a {@link org.fascicle.api.problem.StateException}. Completed on the
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
     * Goes on with another value of the definition, from the next step boundary on; waits for that boundary. The step is traced again, as
     * when a technique is replaced by another version: parameters, states, step, history and random numbers go on, and so does each
     * slot that the same technique keeps under the same name and in the same shape. All other slots begin anew, and those of a new
     * optimizer count updates from here. The first step with the new value is the one after {@link #step}. Archives that are saved
     * afterwards have it, and resume to the bit; {@link Model#json} stays what the model was made from.
     *
     * <p>What can be changed while a training runs, with all that lies within:
     * <ul>
     * <li>{@code optimizer}, the whole of it or an option; the name of the technique may be left out:
     * {@code optimizer.learning_rate}. What stands around the optimizer by its options ({@code clipnorm}, {@code weight_decay}) belongs
     * to it;</li>
     * <li>{@code updates} (or {@code gradient_transforms}, as the definition has it) and {@code parameter_groups};</li>
     * <li>{@code training.epochs}, to no fewer than have begun;</li>
     * <li>{@code training.early_stopping.patience}.</li>
     * </ul>
     * All else, such as layers, loss, data or the rows of a step, needs a training of its own: save this one, and resume it with
     * {@link TrainingPlan#set}.
     *
     * <p>A change that fails leaves the training as it is: it goes on to the bit as if nobody had asked. For a moment, a change needs
     * twice the memory of the training. A listener may ask for one where a step is complete, as in
     * {@link TrainingListener#stepped}; it is made at once then.
     *
     * @param path of names and list positions, joined by dots: {@code optimizer}, {@code optimizer.learning_rate}
     * @param json the value as JSON, or a bare text
     * @throws org.fascicle.api.problem.InputException if this cannot be changed, or not to that; with the place, what was meant, and what
     *     can be changed
     * @throws org.fascicle.api.problem.StateException if it has ended or made its last step, waits for a technique or a backend, or
     *     is called back within a step ({@link TrainingListener#watched}, data)
     * @see TrainingListener#changed
     */
    void change(String path, String json);

    /**
     * Cancels it if it runs, and gives back the memory that only training needs. The model stays open, with the parameters of the last
     * step.
     */
    @Override
    void close();
}
