package com.example.activation.mistaken;

import org.fascicle.api.activation.Activation;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Technique;

/** It refuses what has more than two axes, and does not say why. */
@Technique(value = "com.example:silent_refusal", description = "The identity of rows of numbers.")
public record SilentRefusal() implements Activation {
    @Override
    public Expr apply(Expr z, Scope scope) {
        if (z.shape().rank() > 2) {
            throw new IllegalArgumentException();
        }
        return z;
    }
}
