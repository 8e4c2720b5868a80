package org.fascicle.tck.harness;

import static org.fascicle.api.expr.Expressions.tanh;

import org.fascicle.api.activation.Activation;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Technique;

/** The hyperbolic tangent: what watches look at. */
@Technique(value = "fascicle.tck:bounded", kind = "activation", description = "The hyperbolic tangent.")
public record Bounded() implements Activation {
    @Override
    public Expr apply(Expr z, Scope scope) {
        return tanh(z);
    }
}
