package org.fascicle.activation.selu;

import static org.fascicle.api.expr.Expressions.expm1;
import static org.fascicle.api.expr.Expressions.where;

import org.fascicle.api.activation.Activation;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Technique;

/**
 * Scaled exponential linear unit: scale · (z where z &gt; 0, else alpha · (exp(z) − 1)), with the two constants for which
 * mean 0 and variance 1 are a fixed point from layer to layer, if the weights are LeCun normal. Klambauer et al., 2017,
 * arXiv:1706.02515.
 */
@Technique(value = "selu",
        description = "Scaled exponential linear unit (SELU): a stack of dense layers normalizes itself.",
        formula = "scale (z where z > 0, else alpha (exp(z) - 1)), alpha = 1.6732632423543772, scale = 1.0507009873554805",
        source = "Klambauer, Unterthiner, Mayr and Hochreiter, 2017, arXiv:1706.02515")
public record Selu() implements Activation {
    private static final double ALPHA = 1.6732632423543772;
    private static final double SCALE = 1.0507009873554805;

    @Override
    public Expr apply(Expr z, Scope scope) {
        return where(z.gt(0), z.mul(SCALE), expm1(z).mul(SCALE * ALPHA));
    }
}
