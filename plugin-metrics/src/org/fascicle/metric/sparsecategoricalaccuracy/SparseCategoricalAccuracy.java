package org.fascicle.metric.sparsecategoricalaccuracy;

import static org.fascicle.api.expr.Expressions.argmax;
import static org.fascicle.api.expr.Expressions.require;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.loss.Domain;
import org.fascicle.api.loss.Prediction;
import org.fascicle.api.metric.Direction;
import org.fascicle.api.metric.Metric;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Technique;
import org.fascicle.metric.truth.Share;
import org.fascicle.metric.truth.Truth;
import org.fascicle.metric.truth.Weighed;
import org.jspecify.annotations.Nullable;

/**
 * Sparse categorical accuracy: the share of rows whose most probable class is their label. Keras's
 * SparseCategoricalAccuracy.
 */
@Technique(value = "sparse_categorical_accuracy", aliases = "SparseCategoricalAccuracy",
        description = "The share of rows whose most probable class is their label.",
        formula = "rows with argmax(prediction) = label, over rows",
        source = "Customary; Keras SparseCategoricalAccuracy")
public record SparseCategoricalAccuracy() implements Metric {
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

    private static void add(Prediction prediction, Expr target, @Nullable Expr weights, Scope scope) {
        Expr values = prediction.values();
        require(values.shape().rank() >= 2, "needs one output for each class, not " + values.shape());
        require(target.shape().sizePerRow() == 1, "takes one label a row, not " + target.shape());
        Share.tally(argmax(values, -1).eq(argmax(Truth.of(values.shape(), target), -1)),
                Weighed.weights(prediction, weights, scope), scope);
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
