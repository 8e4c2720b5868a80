package org.fascicle.api.training;

import java.nio.file.Path;

import org.fascicle.api.problem.InputException;
import org.fascicle.api.watch.Health;
import org.osgi.annotation.versioning.ConsumerType;

/** Gets reports of a training, on the thread that trains. */
@ConsumerType
public interface TrainingListener {
    /** Listens to nothing. */
    TrainingListener NONE = new TrainingListener() {};

    /** Training is about to begin, or to go on. */
    default void started(Progress progress) {}

    /** A step has been made. */
    default void stepped(Progress progress) {}

    /** An epoch has ended; its metrics are in the history. */
    default void epochEnded(Progress progress) {}

    /**
     * A {@linkplain Checkpoints checkpoint} has been written. Reported at a step boundary after that, or at the end of the training.
     *
     * @param archive the file
     * @param step the number of steps after which it was taken
     */
    default void checkpointed(Path archive, long step) {}

    /**
     * A checkpoint could not be written. The training goes on, and the checkpoints of before are as they were.
     *
     * @param step the number of steps after which it was taken
     */
    default void checkpointFailed(long step, InputException problem) {}

    /**
     * Watches have measured the network, on the rows of the step that is made next.
     *
     * @see TrainingPlan#watch
     */
    default void watched(Health health) {}

    /** Techniques were replaced by other versions; the next step is made with these. */
    default void techniquesChanged(TechniqueChange change) {}

    /**
     * The definition was {@linkplain Training#change changed}; the next step is made with the new value. Several changes between two
     * steps are reported in their order.
     */
    default void changed(DefinitionChange change) {}
}
