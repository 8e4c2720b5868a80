package org.fascicle.api.schedule;

import java.util.Set;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * How a hyperparameter changes while a network trains: a pure function of the moment, so that it has no state and a resumed run
 * continues exactly. Implemented by immutable records annotated with {@code @Technique}; evaluated on the host, once a step.
 */
@ConsumerType
@FunctionalInterface
public interface Schedule {
    /** The value at a moment. */
    double at(Moment moment);

    /**
     * What it looks at in the history: the loss and metrics by their names there. A training refuses a schedule that looks at what is
     * never reported, before its first step.
     */
    default Set<String> monitors() {
        return Set.of();
    }
}
