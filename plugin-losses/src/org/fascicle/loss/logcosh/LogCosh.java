package org.fascicle.loss.logcosh;

import static org.fascicle.api.expr.Expressions.abs;
import static org.fascicle.api.expr.Expressions.expm1;
import static org.fascicle.api.expr.Expressions.log1p;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.loss.Loss;
import org.fascicle.api.loss.Prediction;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Technique;
import org.fascicle.loss.row.Rows;

/**
 * Logarithm of the hyperbolic cosine of the difference: half its square near 0, its absolute value less log 2 far away;
 * the mean over all numbers of a row. Customary.
 */
@Technique(value = "log_cosh", aliases = {"LogCosh", "logcosh"},
        description = "Squared differences near the target, absolute ones far from it, and smooth.",
        formula = "mean over a row of log(cosh(prediction - target))",
        source = "Customary; Keras LogCosh")
public record LogCosh() implements Loss {
    @Override
    public Target target() {
        return Target.VALUES;
    }

    @Override
    public Expr loss(Prediction prediction, Expr target, Scope scope) {
        // log(cosh(d)) = |d| + log((1 + exp(-2 |d|)) / 2), which neither overflows nor loses small differences.
        Expr distance = abs(Rows.difference(prediction, target));
        return Rows.mean(distance.add(log1p(expm1(distance.mul(-2)).mul(0.5))), prediction, scope);
    }
}
