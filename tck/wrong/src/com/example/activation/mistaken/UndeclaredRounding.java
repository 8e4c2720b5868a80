package com.example.activation.mistaken;

import static org.fascicle.api.expr.Expressions.floor;
import static org.fascicle.api.expr.Expressions.stopGradient;

import org.fascicle.api.activation.Activation;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Technique;

/** It passes the gradient through a step function, and does not say so. */
@Technique(value = "com.example:undeclared_rounding", description = "The nearest whole number.")
public record UndeclaredRounding() implements Activation {
    @Override
    public Expr apply(Expr z, Scope scope) {
        return z.add(stopGradient(floor(z.add(0.5)).sub(z)));
    }
}
