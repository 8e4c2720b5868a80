package org.fascicle.activation.elu;

import static org.fascicle.api.expr.Expressions.expm1;
import static org.fascicle.api.expr.Expressions.where;

import org.fascicle.api.activation.Activation;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Technique;

/** Exponential linear unit: z where z &gt; 0, else alpha · (exp(z) − 1). Clevert et al., 2015, arXiv:1511.07289. */
@Technique(value = "elu", aliases = "ELU",
        description = "Exponential linear unit (ELU): smooth if alpha is 1, its mean is near 0, and no unit dies.",
        formula = "z where z > 0, else alpha (exp(z) - 1)",
        source = "Clevert, Unterthiner and Hochreiter, 2015, arXiv:1511.07289")
public record Elu(@Default("1.0") @Range("(0,inf)") double alpha) implements Activation {
    @Override
    public Expr apply(Expr z, Scope scope) {
        return where(z.gt(0), z, expm1(z).mul(alpha));
    }
}
