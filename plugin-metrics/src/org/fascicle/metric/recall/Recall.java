package org.fascicle.metric.recall;

import static org.fascicle.api.expr.Expressions.constant;
import static org.fascicle.api.expr.Expressions.sum;
import static org.fascicle.api.expr.Expressions.where;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.fascicle.api.loss.Prediction;
import org.fascicle.api.metric.Direction;
import org.fascicle.api.metric.Metric;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.scope.State;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Technique;
import org.fascicle.metric.truth.Found;
import org.fascicle.metric.truth.Truth;
import org.jspecify.annotations.Nullable;

/**
 * Recall: of all that is positive, the share that was found; 0 while nothing is. A prediction above {@code thresholds} (one
 * half) is positive; with {@code topK}, the greatest of each row are, if they are above the threshold that may be given as
 * well. A target that is not 0 is positive. All outputs count alike, or that of one class. Kent et al., 1955; Keras's
 * Recall.
 */
@Technique(value = "recall", aliases = "Recall",
        description = "Of all that is positive, the share that was found.",
        formula = "TP / (TP + FN)",
        source = "Kent, Berry, Luehrs and Perry, 1955, Machine literature searching VIII; Keras Recall")
public record Recall(
        @Default("null") @Range("[0,1]") @Nullable Double thresholds,
        @Default("null") @Range("[1,inf)") @Nullable Integer topK,
        @Default("null") @Range("[0,inf)") @Nullable Integer classId) implements Metric {

    @Override
    public void update(Prediction prediction, Expr target, Scope scope) {
        Expr truth = Truth.column(Truth.of(prediction.values().shape(), target), classId).eq(0).not().cast(Type.REAL);
        Expr found = Truth.column(Found.of(prediction.values(), thresholds, topK), classId);
        State right = scope.state("true_positives", Shape.scalar(), 0);
        State wrong = scope.state("false_negatives", Shape.scalar(), 0);
        right.set(right.value().add(sum(truth.mul(found))));
        wrong.set(wrong.value().add(sum(truth.mul(constant(1).sub(found)))));
    }

    @Override
    public Expr result(Scope scope) {
        Expr right = scope.state("true_positives", Shape.scalar(), 0).value();
        Expr all = right.add(scope.state("false_negatives", Shape.scalar(), 0).value());
        return where(all.gt(0), right.div(all), 0);
    }

    @Override
    public Direction direction() {
        return Direction.UP;
    }
}
