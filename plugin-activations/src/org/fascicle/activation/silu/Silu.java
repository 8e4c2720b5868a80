package org.fascicle.activation.silu;

import static org.fascicle.api.expr.Expressions.sigmoid;

import org.fascicle.api.activation.Activation;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Technique;

/** Sigmoid linear unit, also called swish: z · sigmoid(z). Ramachandran et al., 2017, arXiv:1710.05941. */
@Technique(value = "silu", aliases = "swish",
        description = "Sigmoid linear unit (SiLU, swish): smooth, and not monotonic.",
        formula = "z / (1 + exp(-z))",
        source = "Elfwing, Uchibe and Doya, 2017, arXiv:1702.03118; Ramachandran, Zoph and Le, 2017, arXiv:1710.05941")
public record Silu() implements Activation {
    @Override
    public Expr apply(Expr z, Scope scope) {
        return z.mul(sigmoid(z));
    }
}
