package org.fascicle.tck.subject;

import java.util.Collections;
import java.util.List;

import org.fascicle.api.metric.Direction;
import org.fascicle.api.schedule.Moment;

/** A step of a run of three epochs of four steps. Immutable. */
public final class Step implements Moment {
    /** The number of steps. */
    public static final int COUNT = 12;

    private static final int PER_EPOCH = 4;

    private final int step;

    /** The step of a number, from 0. */
    public Step(int step) {
        this.step = step;
    }

    @Override
    public long step() {
        return step;
    }

    @Override
    public int epoch() {
        return step / PER_EPOCH;
    }

    @Override
    public long stepsPerEpoch() {
        return PER_EPOCH;
    }

    @Override
    public int epochs() {
        return COUNT / PER_EPOCH;
    }

    @Override
    public List<Double> history(String metric) {
        return Collections.nCopies(epoch(), 1.0);
    }

    /** Its history is that of a loss. */
    @Override
    public Direction direction(String metric) {
        return Direction.DOWN;
    }
}
