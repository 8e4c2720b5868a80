package org.fascicle.core.service;

import static org.fascicle.api.expr.Expressions.gather;
import static org.fascicle.api.expr.Expressions.mean;
import static org.fascicle.api.expr.Expressions.reshape;
import static org.fascicle.api.expr.Expressions.sigmoid;
import static org.fascicle.api.expr.Expressions.softplus;
import static org.fascicle.api.expr.Expressions.sum;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.fascicle.api.layer.Layer;
import org.fascicle.api.loss.Domain;
import org.fascicle.api.loss.Loss;
import org.fascicle.api.loss.Prediction;
import org.fascicle.api.metric.Direction;
import org.fascicle.api.metric.Metric;
import org.fascicle.api.schedule.Moment;
import org.fascicle.api.schedule.Schedule;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Technique;
import org.fascicle.api.technique.TechniqueType;
import org.fascicle.core.registry.FixedTechniques;
import org.fascicle.core.registry.InstalledTechniques;
import org.fascicle.core.training.Toys;
import org.jspecify.annotations.Nullable;

/** Techniques that say what they can judge, beside those of {@link Toys}. */
final class Judges {
    private Judges() {}

    static InstalledTechniques techniques() {
        List<TechniqueType> all = new ArrayList<>(Toys.techniques().all());
        for (Class<?> each : List.of(Answers.class, Classes.class, Distances.class, Sides.class, Table.class, Yes.class,
                Chances.class, Watching.class, Upward.class)) {
            all.add(TechniqueType.of(each));
        }
        return new FixedTechniques(all.toArray(TechniqueType[]::new));
    }

    /** Cross-entropy of yes or no. */
    @Technique("answers")
    public record Answers(@Default("false") boolean fromLogits) implements Loss {
        @Override
        public Target target() {
            return Target.VALUES;
        }

        @Override
        public Domain domain() {
            return Domain.of(fromLogits ? Domain.Outputs.LOGITS : Domain.Outputs.PROBABILITIES)
                    .targets(Domain.Targets.UNIT_INTERVAL);
        }

        @Override
        public Expr loss(Prediction prediction, Expr target, Scope scope) {
            Expr z = fromLogits ? prediction.values() : prediction.logits();
            Expr each = softplus(z).sub(z.mul(reshape(target, z.shape())));
            return mean(each, 1);
        }
    }

    /** Cross-entropy of classes; the rows of one class may not count. */
    @Technique("classes")
    public record Classes(@Default("null") @Nullable Integer ignored) implements Loss {
        @Override
        public Target target() {
            return Target.LABEL;
        }

        @Override
        public Domain domain() {
            Domain domain = Domain.of(Domain.Outputs.DISTRIBUTION).units(Domain.Units.CLASSES);
            return ignored == null ? domain : domain.ignoring(ignored);
        }

        @Override
        public @Nullable Expr counted(Expr target) {
            return ignored == null ? null : target.eq(ignored).not();
        }

        @Override
        public Expr loss(Prediction prediction, Expr target, Scope scope) {
            return new Toys.CrossEntropy().loss(prediction, target, scope);
        }
    }

    /** The mean of the absolute distances in a row. */
    @Technique("distances")
    public record Distances() implements Loss {
        @Override
        public Target target() {
            return Target.VALUES;
        }

        @Override
        public Expr loss(Prediction prediction, Expr target, Scope scope) {
            Expr distance = prediction.values().sub(reshape(target, prediction.values().shape()));
            Expr each = distance.square();
            return each.shape().rank() == 3 ? mean(each, 1, 2) : mean(each, 1);
        }
    }

    /** For targets −1, 0 and 1. */
    @Technique("sides")
    public record Sides() implements Loss {
        @Override
        public Target target() {
            return Target.VALUES;
        }

        @Override
        public Domain domain() {
            return Domain.any().targets(Domain.Targets.SIGNS);
        }

        @Override
        public Expr loss(Prediction prediction, Expr target, Scope scope) {
            return new Distances().loss(prediction, target, scope);
        }
    }

    /** A number for each of some things, {@code [rows, n]} to {@code [rows, n]}. */
    @Technique("table")
    public record Table(@Range("[1,inf)") int things) implements Layer {
        @Override
        public OptionalInt indices() {
            return OptionalInt.of(things);
        }

        @Override
        public Expr apply(Expr x, Scope scope) {
            return gather(scope.parameter("table", Shape.of(things), (shape, place) -> place.normal(shape)), x.cast(Type.INT32),
                    0);
        }
    }

    /** Sigmoid. */
    @Technique("yes")
    public record Yes() implements Layer {
        @Override
        public Expr apply(Expr x, Scope scope) {
            return sigmoid(x);
        }
    }

    /** A rate for which it looks at a metric. */
    @Technique("watching")
    public record Watching(String monitor) implements Schedule {
        @Override
        public double at(Moment moment) {
            return moment.history(monitor).isEmpty() ? 0.1 : 0.05;
        }

        @Override
        public Set<String> monitors() {
            return Set.of(monitor);
        }
    }

    /** 3 once a metric is there of which more is better, else 2; refuses any other. */
    @Technique("upward")
    public record Upward(String monitor) implements Schedule {
        @Override
        public double at(Moment moment) {
            if (moment.direction(monitor) != Direction.UP) {
                throw new IllegalArgumentException("'" + monitor + "' is no metric of which more is better");
            }
            return moment.history(monitor).isEmpty() ? 2 : 3;
        }

        @Override
        public Set<String> monitors() {
            return Set.of(monitor);
        }
    }

    /** The mean of all probabilities, and of those of rows with weights. */
    @Technique("chances")
    public record Chances() implements Metric {
        @Override
        public void update(Prediction prediction, Expr target, Scope scope) {
            add(prediction.values(), reshape(mean(prediction.values(), 1).mul(0).add(1), Shape.batch()), scope);
        }

        @Override
        public void update(Prediction prediction, Expr target, Expr weights, Scope scope) {
            add(prediction.values(), weights, scope);
        }

        private static void add(Expr values, Expr weights, Scope scope) {
            var total = scope.state("total", Shape.scalar(), 0);
            var count = scope.state("count", Shape.scalar(), 0);
            total.set(total.value().add(sum(mean(values, 1).mul(weights))));
            count.set(count.value().add(sum(weights)));
        }

        @Override
        public Domain domain() {
            return Domain.of(Domain.Outputs.PROBABILITIES);
        }

        @Override
        public Expr result(Scope scope) {
            return scope.state("total", Shape.scalar(), 0).value().div(scope.state("count", Shape.scalar(), 0).value());
        }

        @Override
        public Direction direction() {
            return Direction.UP;
        }
    }
}
