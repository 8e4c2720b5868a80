package com.example.activation.mistaken;

import static org.fascicle.api.expr.Expressions.sum;

import org.fascicle.api.activation.Activation;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Technique;

/** It gives one number for all rows. */
@Technique(value = "com.example:rowless", description = "The sum of all.")
public record Rowless() implements Activation {
    @Override
    public Expr apply(Expr z, Scope scope) {
        return sum(z);
    }
}
