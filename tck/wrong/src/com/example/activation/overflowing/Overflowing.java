package com.example.activation.overflowing;

import static org.fascicle.api.expr.Expressions.exp;

import org.fascicle.api.activation.Activation;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Technique;

/** Swish, written so that infinity is divided by infinity for z > 88 in float32. */
@Technique(value = "com.example:overflowing", description = "Swish as a quotient of two exponentials.")
public record Overflowing() implements Activation {
    @Override
    public Expr apply(Expr z, Scope scope) {
        return z.mul(exp(z)).div(exp(z).add(1));
    }
}
