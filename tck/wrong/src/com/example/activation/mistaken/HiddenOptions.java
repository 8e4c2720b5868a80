package com.example.activation.mistaken;

import org.fascicle.api.activation.Activation;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Technique;

/** It is told by its name what it is not by an option. */
@Technique(value = "com.example:hidden_options", description = "A line.")
public record HiddenOptions(@Default("0") @Range("[0,inf)") int index) implements Activation {
    private static final int[] PRIMES = {2, 3, 5, 7};

    @Override
    public Expr apply(Expr z, Scope scope) {
        return z.mul(PRIMES[index]);
    }
}
