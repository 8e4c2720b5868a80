package org.fascicle.metric.meansquarederror;

import static org.fascicle.api.expr.Expressions.count;
import static org.fascicle.api.expr.Expressions.sum;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.loss.Prediction;
import org.fascicle.api.metric.Metric;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.scope.State;
import org.fascicle.api.technique.Technique;
import org.fascicle.metric.truth.Truth;

/**
 * Mean squared difference between prediction and target, over all numbers of all rows. Where rows are labelled and the
 * network has one output for each class, 1 is wanted for the label's class and 0 for the others.
 */
@Technique(value = "mean_squared_error",
        description = "Mean of the squared differences from the target.",
        formula = "mean of (prediction - target)^2",
        source = "Gauss, 1809, Theoria motus corporum coelestium; Keras MeanSquaredError")
public record MeanSquaredError() implements Metric {
    @Override
    public void update(Prediction prediction, Expr target, Scope scope) {
        Expr difference = prediction.values().sub(Truth.of(prediction.values().shape(), target));
        State total = scope.state("total", Shape.scalar(), 0);
        State count = scope.state("count", Shape.scalar(), 0);
        total.set(total.value().add(sum(difference.square())));
        count.set(count.value().add(count(difference.shape())));
    }

    @Override
    public Expr result(Scope scope) {
        return scope.state("total", Shape.scalar(), 0).value().div(scope.state("count", Shape.scalar(), 0).value());
    }
}
