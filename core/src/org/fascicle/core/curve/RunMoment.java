package org.fascicle.core.curve;

import java.util.List;

import org.fascicle.api.schedule.Moment;

/** A moment of a run that nobody has made: it has no history. */
record RunMoment(long step, long stepsPerEpoch, int epochs) implements Moment {
    @Override
    public int epoch() {
        return (int) (step / stepsPerEpoch);
    }

    @Override
    public List<Double> history(String metric) {
        return List.of();
    }
}
