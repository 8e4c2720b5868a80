package org.fascicle.activation.tanh;

import org.fascicle.api.activation.Activation;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Expressions;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Technique;

/**
 * Hyperbolic tangent: like the logistic function, but from −1 to 1 and centred at 0. LeCun et al., 1998, Efficient
 * BackProp.
 */
@Technique(value = "tanh",
        description = "Hyperbolic tangent: from -1 to 1 and centred at 0; it saturates.",
        formula = "(exp(z) - exp(-z)) / (exp(z) + exp(-z))",
        source = "LeCun, Bottou, Orr and Müller, 1998, Efficient BackProp, doi:10.1007/3-540-49430-8_2")
public record Tanh() implements Activation {
    @Override
    public Expr apply(Expr z, Scope scope) {
        return Expressions.tanh(z);
    }
}
