package org.fascicle.loss.huber;

import static org.fascicle.api.expr.Expressions.abs;
import static org.fascicle.api.expr.Expressions.where;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.loss.Loss;
import org.fascicle.api.loss.Prediction;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Technique;
import org.fascicle.loss.row.Rows;

/**
 * Huber's loss: half the square of a difference up to {@code delta}, and a straight line beyond it; the mean over all
 * numbers of a row. Huber, 1964.
 */
@Technique(value = "huber", aliases = "Huber",
        description = "Squared differences near the target, absolute ones far from it.",
        formula = "mean over a row of d^2 / 2 where |d| <= delta, else delta |d| - delta^2 / 2, d = prediction - target",
        source = "Huber, 1964, doi:10.1214/aoms/1177703732")
public record Huber(@Default("1.0") @Range("(0,inf)") double delta) implements Loss {
    @Override
    public Target target() {
        return Target.VALUES;
    }

    @Override
    public Expr loss(Prediction prediction, Expr target, Scope scope) {
        Expr difference = Rows.difference(prediction, target);
        Expr distance = abs(difference);
        Expr line = distance.sub(0.5 * delta).mul(delta);
        return Rows.mean(where(distance.le(delta), difference.square().mul(0.5), line), prediction, scope);
    }
}
