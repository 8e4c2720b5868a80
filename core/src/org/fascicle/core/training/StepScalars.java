package org.fascicle.core.training;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

import org.fascicle.api.optimizer.Optimizer;
import org.fascicle.api.scope.Scheduled;
import org.fascicle.compiler.trace.TraceScope;
import org.fascicle.compiler.trace.UpdateTraceScope;
import org.fascicle.core.model.ModelSpec;
import org.fascicle.core.model.TechniqueFactory;
import org.fascicle.core.model.TechniqueSpec;
import org.fascicle.core.trace.NetworkTrace;
import org.fascicle.core.update.Turns;

/**
 * The numbers that the host computes once a step of training: rows, updates so far, the learning rate, and schedules,
 * each evaluated once a step at most.
 */
final class StepScalars implements ToDoubleFunction<String> {
    private final Clock moment;
    private final Schedules schedules;
    private final Schedules before;
    private final Map<String, Double> values = new HashMap<>();
    private final Scheduled learningRate;
    private long evaluatedAt = -1;
    private int rows;
    private double lastLearningRate = Double.NaN;

    StepScalars(Clock moment, TechniqueFactory factory, ModelSpec model) {
        this.moment = moment;
        this.schedules = new Schedules(moment, factory, model);
        this.before = new Schedules(new LastStep(moment), factory, model);
        TechniqueSpec optimizer = model.updates().optimizer();
        this.learningRate = NetworkTrace.guarded(
                optimizer, "optimizer", () -> ((Optimizer) factory.create(optimizer)).learningRate());
    }

    /** Begins a step with the number of rows of its batch. */
    StepScalars rows(int count) {
        rows = count;
        lastLearningRate = learningRate();
        return this;
    }

    /** The learning rate of the step that began last; NaN before the first. */
    double lastLearningRate() {
        return lastLearningRate;
    }

    /** Finds the learning rate of a step that another trainer made; to be asked while the history is as it was in that step. */
    void recallLearningRate() {
        lastLearningRate =
                learningRate.isScheduled() ? before.at(Objects.requireNonNull(learningRate.key())) : learningRate.number();
    }

    @Override
    public double applyAsDouble(String name) {
        switch (name) {
            case "rows":
                return rows;
            case Blueprint.TURN:
                return moment.step() % moment.stepsPerEpoch();
            case UpdateTraceScope.LEARNING_RATE:
                return learningRate();
            default:
                if (name.startsWith(TraceScope.SCHEDULE)) {
                    return schedule(name.substring(TraceScope.SCHEDULE.length()));
                } else if (Turns.concerns(name)) {
                    return Turns.value(name, moment.step(), moment.updatesFrom());
                }
                throw new IllegalStateException("there is no host scalar '" + name + "'");
        }
    }

    private double learningRate() {
        String key = learningRate.key();
        return key != null ? schedule(key) : learningRate.number();
    }

    private double schedule(String key) {
        if (evaluatedAt != moment.step()) {
            values.clear();
            evaluatedAt = moment.step();
        }
        Double known = values.get(key);
        if (known == null) {
            known = schedules.at(key);
            values.put(key, known);
        }
        return known;
    }
}
