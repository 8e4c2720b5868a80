package org.fascicle.metric.f1score;

import static org.fascicle.api.expr.Expressions.abs;
import static org.fascicle.api.expr.Expressions.constant;
import static org.fascicle.api.expr.Expressions.maxKeep;
import static org.fascicle.api.expr.Expressions.mean;
import static org.fascicle.api.expr.Expressions.sum;

import java.util.stream.IntStream;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.fascicle.api.loss.Domain;
import org.fascicle.api.loss.Prediction;
import org.fascicle.api.metric.Direction;
import org.fascicle.api.metric.Metric;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.scope.State;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Technique;
import org.fascicle.metric.truth.Truth;
import org.fascicle.metric.truth.Weighed;
import org.jspecify.annotations.Nullable;

/**
 * F1 score: the harmonic mean of precision and recall of each class, {@code [classes]}. Averages are one number: micro
 * counts all outputs together, macro is the mean over the classes, weighted that by their numbers of rows. A prediction
 * above {@code threshold} is positive; without one it is the most probable class of a row. A network with a single output
 * has one score, and without threshold what is above one half is positive. van Rijsbergen, 1979; Keras's F1Score.
 */
@Technique(value = "f1_score", aliases = "F1Score",
        description = "The harmonic mean of precision and recall, for each class or averaged.",
        formula = "2 P R / (P + R + 1e-7), P = TP / (TP + FP + 1e-7), R = TP / (TP + FN + 1e-7)",
        source = "van Rijsbergen, 1979, Information retrieval, 2nd edition; Keras F1Score")
public record F1Score(
        @Default("null") @Nullable Average average,
        @Default("null") @Range("(0,1]") @Nullable Double threshold) implements Metric {
    private static final double EPSILON = 1e-7;

    /** How the classes' scores become one. */
    public enum Average { MICRO, MACRO, WEIGHTED }

    @Override
    public void update(Prediction prediction, Expr target, Scope scope) {
        add(prediction, target, null, scope);
    }

    @Override
    public void update(Prediction prediction, Expr target, Expr weights, Scope scope) {
        add(prediction, target, weights, scope);
    }

    @Override
    public Domain domain() {
        return Domain.of(Domain.Outputs.PROBABILITIES);
    }

    private void add(Prediction prediction, Expr target, @Nullable Expr weights, Scope scope) {
        Expr values = prediction.values();
        Expr truth = Truth.of(values.shape(), target);
        boolean greatest = threshold == null && isOfClasses(values.shape());
        Expr positive = greatest
                ? values.ge(maxKeep(values, -1)).and(abs(values).gt(1e-9))
                : values.gt(threshold == null ? 0.5 : threshold);
        Expr found = positive.cast(Type.REAL);
        Expr counts = Weighed.weights(prediction, weights, scope);
        count("true_positives", Weighed.of(truth.mul(found), counts), scope);
        count("false_positives", Weighed.of(found.mul(constant(1).sub(truth)), counts), scope);
        count("false_negatives", Weighed.of(truth.mul(constant(1).sub(found)), counts), scope);
    }

    @Override
    public Expr result(Shape prediction, Scope scope) {
        Expr right = state("true_positives", prediction, scope).value();
        Expr wanted = right.add(state("false_negatives", prediction, scope).value());
        Expr precision = right.div(right.add(state("false_positives", prediction, scope).value()).add(EPSILON));
        Expr recall = right.div(wanted.add(EPSILON));
        Expr each = precision.mul(recall).mul(2).div(precision.add(recall).add(EPSILON));
        if (average == Average.WEIGHTED) {
            return sum(each.mul(wanted.div(sum(wanted).add(EPSILON))));
        }
        return average == null ? each : mean(each);
    }

    @Override
    public Direction direction() {
        return Direction.UP;
    }

    private void count(String name, Expr counted, Scope scope) {
        State state = state(name, counted.shape(), scope);
        boolean together = state.value().shape().rank() == 0;
        int axes = together ? counted.shape().rank() : counted.shape().rank() - 1;
        state.set(state.value().add(sum(counted, IntStream.range(0, axes).toArray())));
    }

    private State state(String name, Shape prediction, Scope scope) {
        boolean each = average != Average.MICRO && isOfClasses(prediction);
        return scope.state(name, each ? Shape.of(prediction.extent(-1)) : Shape.scalar(), 0);
    }

    private static boolean isOfClasses(Shape prediction) {
        return prediction.rank() > 1 && prediction.extent(-1) > 1;
    }
}
