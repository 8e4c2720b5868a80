package org.fascicle.core.training;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.fascicle.api.network.History;
import org.fascicle.api.schedule.Moment;

/** Where a training run stands: its step, and the history that schedules may look at. */
public final class Clock implements Moment {
    private final long stepsPerEpoch;
    private final int epochs;
    private final Map<String, List<Double>> history = new LinkedHashMap<>();
    private long step;

    /** A clock at step 0. */
    public Clock(long stepsPerEpoch, int epochs) {
        this.stepsPerEpoch = stepsPerEpoch;
        this.epochs = epochs;
    }

    @Override
    public long step() {
        return step;
    }

    @Override
    public int epoch() {
        return (int) (step / stepsPerEpoch);
    }

    @Override
    public long stepsPerEpoch() {
        return stepsPerEpoch;
    }

    @Override
    public int epochs() {
        return epochs;
    }

    @Override
    public List<Double> history(String metric) {
        return Collections.unmodifiableList(history.getOrDefault(metric, List.of()));
    }

    /** The history so far. */
    public History history() {
        return History.of(history);
    }

    /** Sets step and history, as an archive holds them. */
    public void set(long step, History past) {
        this.step = step;
        history.clear();
        past.values().forEach((metric, values) -> history.put(metric, new ArrayList<>(values)));
    }

    void tick() {
        step++;
    }

    void append(Map<String, Double> metrics) {
        metrics.forEach((metric, value) -> history.computeIfAbsent(metric, m -> new ArrayList<>()).add(value));
    }
}
