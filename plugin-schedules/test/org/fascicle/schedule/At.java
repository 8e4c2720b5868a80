package org.fascicle.schedule;

import java.util.List;

import org.fascicle.api.metric.Direction;
import org.fascicle.api.schedule.Moment;

/** A moment of a run of ten epochs with five steps each. */
final class At implements Moment {
    static final int STEPS = 50;
    static final int STEPS_PER_EPOCH = 5;

    private final long step;
    private final List<Double> history;

    private At(long step, List<Double> history) {
        this.step = step;
        this.history = history;
    }

    static At step(long step) {
        return new At(step, List.of());
    }

    /** A moment that knows a metric, whatever its name, after each epoch so far. */
    static At step(long step, List<Double> metric) {
        return new At(step, metric.subList(0, (int) Math.min(metric.size(), step / STEPS_PER_EPOCH)));
    }

    @Override
    public long step() {
        return step;
    }

    @Override
    public int epoch() {
        return (int) (step / STEPS_PER_EPOCH);
    }

    @Override
    public long stepsPerEpoch() {
        return STEPS_PER_EPOCH;
    }

    @Override
    public int epochs() {
        return STEPS / STEPS_PER_EPOCH;
    }

    @Override
    public List<Double> history(String metric) {
        return metric.equals("absent") ? List.of() : history;
    }

    @Override
    public Direction direction(String metric) {
        return metric.contains("acc") ? Direction.UP : metric.equals("score") ? Direction.NONE : Direction.DOWN;
    }
}
