package org.fascicle.activation.softplus;

import org.fascicle.api.activation.Activation;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Expressions;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Technique;

/** Softplus: log(1 + exp(z)), a smooth rectified linear unit. Dugas et al., 2001, NIPS 13. */
@Technique(value = "softplus",
        description = "Smooth rectified linear unit, for outputs that must be positive.",
        formula = "log(1 + exp(z))",
        source = "Dugas, Bengio, Bélisle, Nadeau and Garcia, 2001, Incorporating second-order functional knowledge, NIPS "
                + "13")
public record Softplus() implements Activation {
    @Override
    public Expr apply(Expr z, Scope scope) {
        return Expressions.softplus(z);
    }
}
