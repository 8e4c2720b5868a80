package org.fascicle.core.training;

import java.util.List;

import org.fascicle.api.schedule.Moment;

/** The moment one step before another one, with the same history. */
final class LastStep implements Moment {
    private final Moment next;

    LastStep(Moment next) {
        this.next = next;
    }

    @Override
    public long step() {
        return next.step() - 1;
    }

    @Override
    public int epoch() {
        return (int) (step() / stepsPerEpoch());
    }

    @Override
    public long stepsPerEpoch() {
        return next.stepsPerEpoch();
    }

    @Override
    public int epochs() {
        return next.epochs();
    }

    @Override
    public List<Double> history(String metric) {
        return next.history(metric);
    }
}
