package org.fascicle.core.training;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.fascicle.api.schedule.Moment;
import org.fascicle.api.training.History;

/**
 * Where a training run stands: its step, and the history that schedules may look at. One thread moves it on, any may
 * look: histories are never changed, but replaced.
 */
public final class Clock implements Moment {
    private final long stepsPerEpoch;
    private final int epochs;
    private volatile Map<String, List<Double>> history = Map.of();
    private volatile long step;
    private volatile long updatesFrom;

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
        return history.getOrDefault(metric, List.of());
    }

    /** The history so far. */
    public History history() {
        return History.of(history);
    }

    /** Sets step and history, as an archive holds them. */
    public void set(long step, History past) {
        this.step = step;
        Map<String, List<Double>> values = new LinkedHashMap<>();
        past.values().forEach((metric, numbers) -> values.put(metric, List.copyOf(numbers)));
        history = values;
    }

    /** The step from which the optimizer counts its updates: 0, or where the training went on with another one. */
    public long updatesFrom() {
        return updatesFrom;
    }

    /** Sets from which step the optimizer counts its updates. */
    public void setUpdatesFrom(long first) {
        updatesFrom = first;
    }

    /** The number of epochs that another system made, whose loss nobody knows. */
    int elsewhere() {
        List<Double> losses = history(Blueprint.LOSS);
        int epochs = 0;
        while (epochs < losses.size() && Double.isNaN(losses.get(epochs))) {
            epochs++;
        }
        return epochs;
    }

    /** Sets it where another system's training stands, of whose epochs nothing is known. */
    public void setElsewhere(long step) {
        set(step, History.of(Map.of(Blueprint.LOSS, Collections.nCopies(Math.toIntExact(step / stepsPerEpoch), Double.NaN))));
    }

    void tick() {
        step++;
    }

    void back(long steps) {
        step -= steps;
    }

    void append(Map<String, Double> metrics) {
        Map<String, List<Double>> longer = new LinkedHashMap<>(history);
        int epochs = history().epochs();
        Set<String> names = new LinkedHashSet<>(metrics.keySet());
        names.addAll(longer.keySet());
        for (String metric : names) {
            // A resumed training may have other metrics than before: then there are epochs without some.
            List<Double> numbers = new ArrayList<>(longer.getOrDefault(metric, Collections.nCopies(epochs, Double.NaN)));
            numbers.add(metrics.getOrDefault(metric, Double.NaN));
            longer.put(metric, List.copyOf(numbers));
        }
        history = longer;
    }
}
