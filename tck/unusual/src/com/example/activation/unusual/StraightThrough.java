package com.example.activation.unusual;

import static org.fascicle.api.expr.Expressions.floor;
import static org.fascicle.api.expr.Expressions.stopGradient;

import org.fascicle.api.activation.Activation;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Technique;

/** Rounds, and lets the gradient pass as if it did not. Bengio et al., 2013, arXiv:1308.3432. */
@Technique(value = "com.example:straight_through", description = "The nearest whole number, with the gradient of the identity.",
        stopsGradient = true)
public record StraightThrough() implements Activation {
    @Override
    public Expr apply(Expr z, Scope scope) {
        return z.add(stopGradient(floor(z.add(0.5)).sub(z)));
    }
}
