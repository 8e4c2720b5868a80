package org.fascicle.activation.celu;

import static org.fascicle.api.expr.Expressions.expm1;
import static org.fascicle.api.expr.Expressions.where;

import org.fascicle.api.activation.Activation;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Technique;

/**
 * Continuously differentiable exponential linear unit: z where z &gt; 0, else alpha · (exp(z / alpha) − 1). Its slope at
 * 0 is 1 for any alpha. Barron, 2017, arXiv:1704.07483.
 */
@Technique(value = "celu",
        description = "Exponential linear unit that is smooth at 0 for any alpha.",
        formula = "max(z, 0) + min(0, alpha (exp(z / alpha) - 1))",
        source = "Barron, 2017, arXiv:1704.07483")
public record Celu(@Default("1.0") @Range("(0,inf)") double alpha) implements Activation {
    @Override
    public Expr apply(Expr z, Scope scope) {
        return where(z.gt(0), z, expm1(z.div(alpha)).mul(alpha));
    }
}
