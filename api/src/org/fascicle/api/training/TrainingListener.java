package org.fascicle.api.training;

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
}
