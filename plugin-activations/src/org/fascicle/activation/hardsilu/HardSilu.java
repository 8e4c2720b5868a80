package org.fascicle.activation.hardsilu;

import static org.fascicle.api.expr.Expressions.where;

import org.fascicle.api.activation.Activation;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Technique;

/**
 * Piecewise quadratic swish: z · hard_sigmoid(z), that is 0 below −3, z above 3, and z · (z + 3) / 6 between. Howard et
 * al., 2019, arXiv:1905.02244.
 */
@Technique(value = "hard_silu", aliases = "hard_swish",
        description = "Swish with a piecewise linear sigmoid, cheap to compute.",
        formula = "z min(max(z / 6 + 1/2, 0), 1)",
        source = "Howard, Sandler, Chu et al., 2019, arXiv:1905.02244")
public record HardSilu() implements Activation {
    @Override
    public Expr apply(Expr z, Scope scope) {
        return where(z.le(-3), 0, where(z.ge(3), z, z.mul(z.div(6).add(0.5))));
    }
}
