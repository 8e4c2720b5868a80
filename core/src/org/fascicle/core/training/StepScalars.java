package org.fascicle.core.training;

import java.util.HashMap;
import java.util.Map;
import java.util.function.ToDoubleFunction;

import org.fascicle.api.optimizer.Optimizer;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.schedule.Moment;
import org.fascicle.api.scope.Scheduled;
import org.fascicle.api.technique.Interval;
import org.fascicle.core.model.ModelSpec;
import org.fascicle.core.model.TechniqueFactory;
import org.fascicle.core.model.TechniqueSpec;
import org.fascicle.core.trace.NetworkTrace;
import org.fascicle.core.trace.TraceScope;
import org.fascicle.core.trace.UpdateTraceScope;

/**
 * The numbers that the host computes once a step: rows, step, the learning rate, and schedules, each evaluated once a step by a
 * record that lives no longer.
 */
final class StepScalars implements ToDoubleFunction<String> {
    private final Moment moment;
    private final TechniqueFactory factory;
    private final Map<String, TechniqueSpec> schedules;
    private final Map<String, Interval> ranges = new HashMap<>();
    private final Map<String, Double> values = new HashMap<>();
    private final Scheduled learningRate;
    private long evaluatedAt = -1;
    private int rows;
    private double lastLearningRate = Double.NaN;

    StepScalars(Moment moment, TechniqueFactory factory, ModelSpec model) {
        this.moment = moment;
        this.factory = factory;
        this.schedules = TechniqueFactory.schedules(model);
        TechniqueSpec optimizer = model.optimizer();
        this.learningRate = NetworkTrace.guarded(
                optimizer, "optimizer", () -> ((Optimizer) factory.create(optimizer)).learningRate());
        ranges.putAll(factory.scheduleRanges(optimizer));
        model.network().forEach(layer -> ranges.putAll(factory.scheduleRanges(layer.technique())));
        ranges.putAll(factory.scheduleRanges(model.loss()));
        model.metrics().forEach(spec -> ranges.putAll(factory.scheduleRanges(spec)));
        model.transforms().forEach(spec -> ranges.putAll(factory.scheduleRanges(spec)));
    }

    /** Sets the number of rows of the batch at hand. */
    StepScalars rows(int count) {
        rows = count;
        return this;
    }

    /** The learning rate of the last step that asked for one. */
    double lastLearningRate() {
        return lastLearningRate;
    }

    @Override
    public double applyAsDouble(String name) {
        switch (name) {
            case "rows":
                return rows;
            case UpdateTraceScope.STEP:
                return moment.step();
            case UpdateTraceScope.LEARNING_RATE:
                lastLearningRate = learningRate.isScheduled() ? schedule(learningRate.key()) : learningRate.number();
                return lastLearningRate;
            default:
                if (name.startsWith(TraceScope.SCHEDULE)) {
                    return schedule(name.substring(TraceScope.SCHEDULE.length()));
                }
                throw new IllegalStateException("there is no host scalar '" + name + "'");
        }
    }

    private double schedule(String key) {
        if (evaluatedAt != moment.step()) {
            schedules.forEach((each, spec) -> values.put(each, evaluate(spec)));
            evaluatedAt = moment.step();
        }
        return values.get(key);
    }

    private double evaluate(TechniqueSpec spec) {
        double value = NetworkTrace.guarded(spec, "schedule", () -> factory.createSchedule(spec).at(moment));
        Interval range = ranges.get(spec.pointer());
        if (Double.isNaN(value) || range != null && !range.contains(value)) {
            throw new InputException(spec.source(), spec.pointer(), "the schedule '" + spec.name() + "' gives " + value
                    + " in step " + moment.step() + (range == null ? "" : ", which is not in " + range), null);
        }
        return value;
    }
}
