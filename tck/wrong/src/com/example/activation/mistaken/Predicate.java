package com.example.activation.mistaken;

import org.fascicle.api.activation.Activation;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Technique;

/** It gives truth values. */
@Technique(value = "com.example:predicate", description = "Whether a number is greater than 0.")
public record Predicate() implements Activation {
    @Override
    public Expr apply(Expr z, Scope scope) {
        return z.gt(0);
    }
}
