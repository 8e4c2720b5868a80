package org.fascicle.api.training;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

import org.fascicle.api.model.Model;
import org.fascicle.api.model.Summary;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A training that is about to be started. Used by one thread. What is not set here, the model's definition says.
 */
@ProviderType
public interface TrainingPlan {
    /** The model that will be trained; for a resumed training, the one that its archive holds. */
    Model model();

    /** With one more listener. */
    TrainingPlan listener(TrainingListener listener);

    /**
     * With a value of the definition replaced for this training.
     *
     * @param path of names and list positions, joined by dots: {@code training.epochs}, {@code optimizer}
     * @param json the value as JSON, or a bare text
     */
    TrainingPlan set(String path, String json);

    /** With this number of epochs. */
    default TrainingPlan epochs(int epochs) {
        return set("training.epochs", Integer.toString(epochs));
    }

    /** With this number of rows per step. */
    default TrainingPlan batchSize(int rows) {
        return set("training.batch_size", Integer.toString(rows));
    }

    /**
     * With a weight for the rows of some classes, in place of what the definition's {@code class_weight} says of them; 1 for all others.
     * The loss of a row is multiplied by it.
     *
     * @param weights at least 0, by class
     */
    TrainingPlan classWeights(Map<Integer, Double> weights);

    /**
     * With checkpoints, in place of those set before.
     *
     * @throws org.fascicle.api.problem.InputException from {@link #start}, if they cannot be written where they are wanted
     */
    TrainingPlan checkpoints(Checkpoints checkpoints);

    /**
     * Lets a resumed training be another one than it was. Without this, {@link #start} refuses another loss, other metrics, data,
     * weights of classes or rows per step, and another optimizer or technique around it. With this, what is new in the training begins
     * anew, as do all slots if the techniques of the update are others; with another number of rows per step it goes on after as many
     * epochs and, within the one at hand, as many rows. Each change is logged; that of an option, such as a learning rate, is logged
     * and needs no leave.
     */
    TrainingPlan allowChanges();

    /** The archive that a resumed training goes on from; of a folder, the newest checkpoint that is whole. */
    Optional<Path> resumedFrom();

    /**
     * Whether the training takes a higher version of a technique that is installed while it runs, where the model's range permits it.
     * Without this it keeps the versions that it started with, and takes another one only when its own leaves.
     */
    TrainingPlan follow(boolean higher);

    /**
     * Whether the training waits when a technique that it uses, or its backend, leaves and nothing that is installed can replace it,
     * until one comes. Without this it ends, after a few seconds in which a bundle that is updated comes back, with
     * {@link TrainingResult.End#TECHNIQUE_MISSING} or {@link TrainingResult.End#BACKEND_MISSING}.
     */
    TrainingPlan waitForTechniques(boolean patient);

    /**
     * With a look after this many steps whether the loss of one was not finite. The backend is waited for then, and asked for the steps
     * between without waiting; a step that listeners have heard of may still go on. Such a step and those behind it change nothing, and
     * the training ends with the parameters from before it, however late that is noticed. Without this, a training looks as often as
     * costs little, at most 64 steps and about a tenth of a second apart.
     *
     * @param steps at least 1
     */
    TrainingPlan checkEvery(int steps);

    /**
     * Lets a watch measure the network while it trains; listeners get what it measures. Each call adds one. A watch changes no number of
     * the training, and a bundle that has one may leave: then the training goes on without it.
     *
     * @param technique a technique of the kind {@code watch}, written as model files write techniques: {@code gradient_size},
     *     {@code {"weight_spread": {"bins": 30}}}; {@code *} for all that are installed and need no option
     * @throws org.fascicle.api.problem.InputException if there is no such watch, or its options do not fit
     * @see TrainingListener#watched
     */
    TrainingPlan watch(String technique);

    /**
     * After how many steps watches measure again. They measure before the first step of the training, too. Without this, in the first 1000
     * steps each 100 steps, and at least once an epoch; then each 500 steps.
     *
     * @param steps at least 1
     */
    TrainingPlan watchEvery(int steps);

    /** Layers and parameters as this training will see them, with how each is updated. */
    Summary summary();

    /**
     * Starts it.
     *
     * @throws org.fascicle.api.problem.StateException if another training of the model runs, or the model is closed
     * @throws org.fascicle.api.problem.InputException if data, optimizer, loss or metrics cannot be used
     */
    Training start();
}
