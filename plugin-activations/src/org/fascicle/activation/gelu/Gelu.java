package org.fascicle.activation.gelu;

import static org.fascicle.api.expr.Expressions.erf;
import static org.fascicle.api.expr.Expressions.maximum;
import static org.fascicle.api.expr.Expressions.minimum;
import static org.fascicle.api.expr.Expressions.tanh;

import org.fascicle.api.activation.Activation;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Technique;

/**
 * Gaussian error linear unit: z · Φ(z), with the standard normal distribution function Φ; approximate: through tanh.
 * Hendrycks and Gimpel, 2016, arXiv:1606.08415.
 */
@Technique(value = "gelu",
        description = "Gaussian error linear unit (GELU): weighs z by the share of a normal distribution below it.",
        formula = "z (1 + erf(z / sqrt(2))) / 2; approximate: z (1 + tanh(sqrt(2 / pi) (z + 0.044715 z^3))) / 2",
        source = "Hendrycks and Gimpel, 2016, arXiv:1606.08415")
public record Gelu(@Default("false") boolean approximate) implements Activation {
    // From there on tanh is ±1 to the last bit; without the bound the cube overflows, and its gradient with it.
    private static final double SATURATED = 10;

    @Override
    public Expr apply(Expr z, Scope scope) {
        Expr share = approximate
                ? approximateShare(minimum(maximum(z, -SATURATED), SATURATED))
                : erf(z.mul(Math.sqrt(0.5)));
        return z.mul(share.add(1)).mul(0.5);
    }

    private static Expr approximateShare(Expr z) {
        return tanh(z.mul(z.square().mul(0.044715).add(1)).mul(Math.sqrt(2 / Math.PI)));
    }
}
