package org.fascicle.metric.sparsetopkcategoricalaccuracy;

import static org.fascicle.api.expr.Expressions.require;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.loss.Domain;
import org.fascicle.api.loss.Prediction;
import org.fascicle.api.metric.Direction;
import org.fascicle.api.metric.Metric;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Technique;
import org.fascicle.metric.truth.Share;
import org.fascicle.metric.truth.TopK;
import org.fascicle.metric.truth.Weighed;
import org.jspecify.annotations.Nullable;

/**
 * Top-k accuracy for labels: the share of rows whose label is among the {@code k} most probable classes, that is, for which
 * fewer than {@code k} classes were found more probable. Krizhevsky et al., 2012; Keras's SparseTopKCategoricalAccuracy.
 */
@Technique(value = "sparse_top_k_categorical_accuracy", aliases = "SparseTopKCategoricalAccuracy",
        description = "The share of rows whose label is among the k most probable classes.",
        formula = "rows with fewer than k classes more probable than the label's, over rows",
        source = "Krizhevsky, Sutskever and Hinton, 2012, doi:10.1145/3065386; Keras SparseTopKCategoricalAccuracy")
public record SparseTopKCategoricalAccuracy(@Default("5") @Range("[1,inf)") int k) implements Metric {
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
        return Domain.any().units(Domain.Units.CLASSES);
    }

    private void add(Prediction prediction, Expr target, @Nullable Expr weights, Scope scope) {
        require(target.shape().sizePerRow() == 1, "takes one label a row, not " + target.shape());
        Share.tally(TopK.rows(k, prediction.values(), target), Weighed.weights(prediction, weights, scope), scope);
    }

    @Override
    public Expr result(Scope scope) {
        return Share.of(scope);
    }

    @Override
    public Direction direction() {
        return Direction.UP;
    }
}
