package com.example.activation.mistaken;

import static org.fascicle.api.expr.Expressions.floor;

import org.fascicle.api.activation.Activation;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Technique;

/** It has a step wherever one looks. */
@Technique(value = "com.example:stairs", description = "A line of a million steps.")
public record Stairs() implements Activation {
    @Override
    public Expr apply(Expr z, Scope scope) {
        return floor(z.mul(1e6)).div(1e6).mul(z);
    }
}
