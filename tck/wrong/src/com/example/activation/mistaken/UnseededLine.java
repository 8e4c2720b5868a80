package com.example.activation.mistaken;

import java.util.Random;

import org.fascicle.api.activation.Activation;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Technique;

/** It draws a number that decides nothing, but no seed reaches it. */
@Technique(value = "com.example:unseeded_line", description = "A line.")
public record UnseededLine() implements Activation {
    @Override
    public Expr apply(Expr z, Scope scope) {
        return z.mul(new Random().nextDouble() < 2 ? 2 : 1);
    }
}
