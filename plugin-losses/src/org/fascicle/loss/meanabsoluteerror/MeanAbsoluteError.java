package org.fascicle.loss.meanabsoluteerror;

import static org.fascicle.api.expr.Expressions.abs;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.loss.Loss;
import org.fascicle.api.loss.Prediction;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Technique;
import org.fascicle.loss.row.Rows;

/** Mean absolute error: the mean, over all numbers of a row, of the absolute difference from the target. Laplace, 1774. */
@Technique(value = "mean_absolute_error", aliases = {"MeanAbsoluteError", "mae", "MAE"},
        description = "Mean of the absolute differences, for numbers to be predicted; outliers weigh little.",
        formula = "mean over a row of |prediction - target|",
        source = "Laplace, 1774; Keras MeanAbsoluteError")
public record MeanAbsoluteError() implements Loss {
    @Override
    public Target target() {
        return Target.VALUES;
    }

    @Override
    public Expr loss(Prediction prediction, Expr target, Scope scope) {
        return Rows.mean(abs(Rows.difference(prediction, target)), prediction, scope);
    }
}
