package org.fascicle.activation.hardsigmoid;

import static org.fascicle.api.expr.Expressions.where;

import org.fascicle.api.activation.Activation;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Technique;

/** Piecewise linear sigmoid: z / 6 + ½ between −3 and 3, 0 below and 1 above. Courbariaux et al., 2015; in Keras's form. */
@Technique(value = "hard_sigmoid",
        description = "Logistic function in three straight pieces, cheap to compute.",
        formula = "min(max(z / 6 + 1/2, 0), 1)",
        source = "Courbariaux, Bengio and David, 2015, arXiv:1511.00363; as Keras 3 has it")
public record HardSigmoid() implements Activation {
    @Override
    public Expr apply(Expr z, Scope scope) {
        return where(z.le(-3), 0, where(z.ge(3), 1, z.div(6).add(0.5)));
    }
}
