package org.fascicle.api.schedule;

import java.util.List;

import org.fascicle.api.metric.Direction;
import org.osgi.annotation.versioning.ConsumerType;

/** Where a training run stands. A schedule around another one may give it a moment of its own: so this grows by default methods alone. */
@ConsumerType
public interface Moment {
    /** The number of steps (batches) before this one, over all epochs: 0 at first. */
    long step();

    /** The number of whole epochs before this one: 0 at first. */
    int epoch();

    /** The number of steps that one epoch has. */
    long stepsPerEpoch();

    /** The number of epochs of the whole run. */
    int epochs();

    /**
     * A metric's value after each whole epoch, oldest first.
     *
     * @param metric as in the history: {@code loss}, {@code val_accuracy}
     * @return empty if no epoch has ended or there is no such metric
     */
    List<Double> history(String metric);

    /**
     * Whether more is better of a metric, or less.
     *
     * @param metric as in the history
     * @return as the metric itself says; of the loss, less is better; {@link Direction#NONE} if there is no such metric
     */
    default Direction direction(String metric) {
        return Direction.NONE;
    }

    /** The moment as the unit of a schedule counts it: steps, or epochs with their fraction. */
    default double position(Unit unit) {
        return unit == Unit.STEP ? step() : (double) step() / Math.max(1, stepsPerEpoch());
    }

    /** The length of the whole run as the unit of a schedule counts it. */
    default double length(Unit unit) {
        return unit == Unit.STEP ? (double) epochs() * stepsPerEpoch() : epochs();
    }

    /** What a schedule counts. */
    enum Unit {
        /** Steps (batches). */
        STEP,
        /** Epochs, fractions of them included. */
        EPOCH
    }
}
