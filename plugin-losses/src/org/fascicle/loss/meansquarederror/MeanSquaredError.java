package org.fascicle.loss.meansquarederror;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.loss.Loss;
import org.fascicle.api.loss.Prediction;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Technique;
import org.fascicle.loss.row.Rows;

/** Mean squared error: the mean, over all numbers of a row, of the squared difference from the target. Gauss, 1809. */
@Technique(value = "mean_squared_error", aliases = {"MeanSquaredError", "mse", "MSE"},
        description = "Mean of the squared differences, for numbers to be predicted; outliers weigh much.",
        formula = "mean over a row of (prediction - target)^2",
        source = "Gauss, 1809, Theoria motus corporum coelestium; Keras MeanSquaredError")
public record MeanSquaredError() implements Loss {
    @Override
    public Target target() {
        return Target.VALUES;
    }

    @Override
    public Expr loss(Prediction prediction, Expr target, Scope scope) {
        return Rows.mean(Rows.difference(prediction, target).square(), prediction, scope);
    }
}
