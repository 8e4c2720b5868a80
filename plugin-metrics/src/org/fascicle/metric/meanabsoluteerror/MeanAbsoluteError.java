package org.fascicle.metric.meanabsoluteerror;

import static org.fascicle.api.expr.Expressions.abs;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.loss.Prediction;
import org.fascicle.api.metric.Direction;
import org.fascicle.api.metric.Metric;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Technique;
import org.fascicle.metric.truth.Mean;
import org.fascicle.metric.truth.Truth;
import org.fascicle.metric.truth.Weighed;
import org.jspecify.annotations.Nullable;

/**
 * Mean absolute difference between prediction and target, over all numbers of all rows. Where rows are labelled and the
 * network has one output for each class, 1 is wanted for the label's class and 0 for the others.
 */
@Technique(value = "mean_absolute_error", aliases = {"MeanAbsoluteError", "mae", "MAE"},
        description = "Mean of the absolute differences from the target.",
        formula = "mean of |prediction - target|",
        source = "Laplace, 1774; Keras MeanAbsoluteError")
public record MeanAbsoluteError() implements Metric {
    @Override
    public void update(Prediction prediction, Expr target, Scope scope) {
        add(prediction, target, null, scope);
    }

    @Override
    public void update(Prediction prediction, Expr target, Expr weights, Scope scope) {
        add(prediction, target, weights, scope);
    }

    private static void add(Prediction prediction, Expr target, @Nullable Expr weights, Scope scope) {
        Expr difference = prediction.values().sub(Truth.of(prediction.values().shape(), target));
        Mean.tally(abs(difference), Weighed.weights(prediction, weights, scope), scope);
    }

    @Override
    public Expr result(Scope scope) {
        return Mean.of(scope);
    }

    @Override
    public Direction direction() {
        return Direction.DOWN;
    }
}
