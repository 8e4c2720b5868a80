package org.fascicle.activation.mish;

import static org.fascicle.api.expr.Expressions.softplus;
import static org.fascicle.api.expr.Expressions.tanh;

import org.fascicle.api.activation.Activation;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Technique;

/** Mish: z · tanh(softplus(z)). Misra, 2019, arXiv:1908.08681. */
@Technique(value = "mish",
        description = "Mish: smooth, not monotonic, unbounded above.",
        formula = "z tanh(log(1 + exp(z)))",
        source = "Misra, 2019, arXiv:1908.08681")
public record Mish() implements Activation {
    @Override
    public Expr apply(Expr z, Scope scope) {
        return z.mul(tanh(softplus(z)));
    }
}
