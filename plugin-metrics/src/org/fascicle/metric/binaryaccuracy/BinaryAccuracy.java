package org.fascicle.metric.binaryaccuracy;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Type;
import org.fascicle.api.loss.Domain;
import org.fascicle.api.loss.Prediction;
import org.fascicle.api.metric.Direction;
import org.fascicle.api.metric.Metric;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Technique;
import org.fascicle.metric.truth.Share;
import org.fascicle.metric.truth.Truth;
import org.fascicle.metric.truth.Weighed;
import org.jspecify.annotations.Nullable;

/**
 * Binary accuracy: the share of answers yes or no that are right, each output by itself. A prediction above {@code
 * threshold} is a yes; a target is 1 or 0. Keras's BinaryAccuracy.
 */
@Technique(value = "binary_accuracy", aliases = "BinaryAccuracy",
        description = "The share of answers yes or no that are right, each output by itself.",
        formula = "outputs with (prediction > threshold) = target, over outputs",
        source = "Customary; Keras BinaryAccuracy")
public record BinaryAccuracy(@Default("0.5") @Range("[0,1]") double threshold) implements Metric {
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
        Expr truth = Truth.of(prediction.values().shape(), target);
        Share.tally(prediction.values().gt(threshold).cast(Type.REAL).eq(truth), Weighed.weights(prediction, weights, scope),
                scope);
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
