package org.fascicle.activation.hardtanh;

import static org.fascicle.api.expr.Expressions.where;

import org.fascicle.api.activation.Activation;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Technique;

/** Piecewise linear hyperbolic tangent: z between −1 and 1. Collobert, 2004. */
@Technique(value = "hard_tanh",
        description = "Hyperbolic tangent in three straight pieces, cheap to compute.",
        formula = "min(max(z, -1), 1)",
        source = "Collobert, 2004, Large scale machine learning, thesis, Université Paris 6")
public record HardTanh() implements Activation {
    @Override
    public Expr apply(Expr z, Scope scope) {
        return where(z.le(-1), -1, where(z.ge(1), 1, z));
    }
}
