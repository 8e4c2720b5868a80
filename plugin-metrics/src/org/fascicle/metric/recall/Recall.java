package org.fascicle.metric.recall;

import static org.fascicle.api.expr.Expressions.constant;
import static org.fascicle.api.expr.Expressions.sum;
import static org.fascicle.api.expr.Expressions.where;

import java.util.ArrayList;
import java.util.List;

import org.fascicle.api.expr.Expr;
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
import org.fascicle.metric.truth.Found;
import org.fascicle.metric.truth.Truth;
import org.fascicle.metric.truth.Weighed;
import org.jspecify.annotations.Nullable;

/**
 * Recall: of all that is positive, the share that was found; 0 while nothing is. A prediction above {@code thresholds} (one
 * half) is positive; with {@code topK}, the greatest of each row are, if they are above the threshold that may be given as
 * well. A target that is not 0 is positive. All outputs count alike, or that of one class. Several thresholds give
 * several numbers. Kent et al., 1955; Keras's
 * Recall.
 */
@Technique(value = "recall", aliases = "Recall",
        description = "Of all that is positive, the share that was found.",
        formula = "TP / (TP + FN)",
        source = "Kent, Berry, Luehrs and Perry, 1955, Machine literature searching VIII; Keras Recall")
public record Recall(
        @Default("null") @Range("[0,1]") @Nullable List<Double> thresholds,
        @Default("null") @Range("[1,inf)") @Nullable Integer topK,
        @Default("null") @Range("[0,inf)") @Nullable Integer classId) implements Metric {

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
        Expr truth = Truth.column(Truth.of(prediction.values().shape(), target), classId).eq(0).not().cast(Type.REAL);
        Expr counts = Weighed.weights(prediction, weights, scope);
        List<Expr> right = new ArrayList<>();
        List<Expr> wrong = new ArrayList<>();
        for (Double threshold : Found.thresholds(thresholds)) {
            Expr found = Truth.column(Found.of(prediction.values(), threshold, topK), classId);
            right.add(sum(Weighed.of(truth.mul(found), counts)));
            wrong.add(sum(Weighed.of(truth.mul(constant(1).sub(found)), counts)));
        }
        State rights = scope.state("true_positives", Found.shape(thresholds), 0);
        State wrongs = scope.state("false_negatives", Found.shape(thresholds), 0);
        rights.set(rights.value().add(Found.together(right)));
        wrongs.set(wrongs.value().add(Found.together(wrong)));
    }

    @Override
    public Expr result(Scope scope) {
        Expr right = scope.state("true_positives", Found.shape(thresholds), 0).value();
        Expr all = right.add(scope.state("false_negatives", Found.shape(thresholds), 0).value());
        return where(all.gt(0), right.div(all), 0);
    }

    @Override
    public Direction direction() {
        return Direction.UP;
    }
}
