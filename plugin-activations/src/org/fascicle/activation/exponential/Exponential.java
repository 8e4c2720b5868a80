package org.fascicle.activation.exponential;

import static org.fascicle.api.expr.Expressions.exp;

import org.fascicle.api.activation.Activation;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Technique;

/** Exponential function: exp(z), for outputs that are positive, such as a rate. Nelder and Wedderburn, 1972. */
@Technique(value = "exponential",
        description = "Exponential function, for outputs that are positive, such as rates.",
        formula = "exp(z)",
        source = "Nelder and Wedderburn, 1972, doi:10.2307/2344614; Keras exponential")
public record Exponential() implements Activation {
    @Override
    public Expr apply(Expr z, Scope scope) {
        return exp(z);
    }
}
