package org.fascicle.metric.f1score;

import static org.fascicle.api.expr.Expressions.abs;
import static org.fascicle.api.expr.Expressions.constant;
import static org.fascicle.api.expr.Expressions.maxKeep;
import static org.fascicle.api.expr.Expressions.sum;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.fascicle.api.loss.Prediction;
import org.fascicle.api.metric.Metric;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.scope.State;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Technique;
import org.fascicle.metric.truth.Truth;

/**
 * F1 score: the harmonic mean of precision and recall over all outputs together (the micro average). A prediction above
 * {@code threshold} is positive; without one it is the most probable class of a row, and with a single output what is
 * above one half. van Rijsbergen, 1979; Keras's F1Score, average micro.
 */
@Technique(value = "f1_score",
        description = "The harmonic mean of precision and recall.",
        formula = "2 P R / (P + R + 1e-7), P = TP / (TP + FP + 1e-7), R = TP / (TP + FN + 1e-7)",
        source = "van Rijsbergen, 1979, Information retrieval, 2nd edition; Keras F1Score")
public record F1Score(@Default("null") @Range("(0,1]") Double threshold) implements Metric {
    private static final double EPSILON = 1e-7;

    @Override
    public void update(Prediction prediction, Expr target, Scope scope) {
        Expr values = prediction.values();
        Expr truth = Truth.of(values.shape(), target);
        boolean greatest = threshold == null && values.shape().rank() > 1 && values.shape().extent(-1) > 1;
        Expr positive = greatest
                ? values.ge(maxKeep(values, -1)).and(abs(values).gt(1e-9))
                : values.gt(threshold == null ? 0.5 : threshold);
        Expr found = positive.cast(Type.REAL);
        add(scope.state("true_positives", Shape.scalar(), 0), truth.mul(found));
        add(scope.state("false_positives", Shape.scalar(), 0), found.mul(constant(1).sub(truth)));
        add(scope.state("false_negatives", Shape.scalar(), 0), truth.mul(constant(1).sub(found)));
    }

    @Override
    public Expr result(Scope scope) {
        Expr right = scope.state("true_positives", Shape.scalar(), 0).value();
        Expr precision = right.div(right.add(scope.state("false_positives", Shape.scalar(), 0).value()).add(EPSILON));
        Expr recall = right.div(right.add(scope.state("false_negatives", Shape.scalar(), 0).value()).add(EPSILON));
        return precision.mul(recall).mul(2).div(precision.add(recall).add(EPSILON));
    }

    private static void add(State state, Expr counted) {
        state.set(state.value().add(sum(counted)));
    }
}
