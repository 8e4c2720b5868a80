package com.example.activation.process;

import org.fascicle.api.activation.Activation;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Technique;

/** Calls itself for ever. */
@Technique(value = "com.example:recursing", description = "The identity of the identity, and so on.")
public record Recursing() implements Activation {
    @Override
    public Expr apply(Expr z, Scope scope) {
        if (z != null) {
            return apply(z, scope).add(1);
        }
        return z;
    }
}
