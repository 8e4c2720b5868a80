package org.fascicle.activation.gelu;

import static org.fascicle.api.expr.Expressions.erfc;
import static org.fascicle.api.expr.Expressions.maximum;
import static org.fascicle.api.expr.Expressions.minimum;
import static org.fascicle.api.expr.Expressions.sigmoid;

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
        formula = "z erfc(-z / sqrt(2)) / 2; approximate: z (1 + tanh(sqrt(2 / pi) (z + 0.044715 z^3))) / 2",
        source = "Hendrycks and Gimpel, 2016, arXiv:1606.08415")
public record Gelu(@Default("false") boolean approximate) implements Activation {
    // From there on the share is 0 or 1 to the last bit; without the bound the cube overflows, and its gradient with it.
    private static final double SATURATED = 21;

    // The share and not its double, which is infinite times z long before z is; and each by what is small on the left, where
    // 1 + erf and 1 + tanh keep no digit.
    @Override
    public Expr apply(Expr z, Scope scope) {
        return z.mul(approximate
                ? approximateShare(minimum(maximum(z, -SATURATED), SATURATED))
                : erfc(z.mul(-Math.sqrt(0.5))).mul(0.5));
    }

    private static Expr approximateShare(Expr z) {
        return sigmoid(z.mul(z.square().mul(0.044715).add(1)).mul(2 * Math.sqrt(2 / Math.PI)));
    }
}
