package com.example.activation.mistaken;

import static org.fascicle.api.expr.Expressions.require;

import org.fascicle.api.activation.Activation;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Technique;

/** It takes inputs of seven features, which no network of the kit has, and needs not say so. */
@Technique(value = "com.example:picky", description = "The identity of seven.")
public record Picky() implements Activation {
    @Override
    public Expr apply(Expr z, Scope scope) {
        require(z.shape().extent(-1) == 7, "needs seven features, not " + z.shape());
        return z;
    }
}
