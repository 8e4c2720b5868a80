package com.example.activation.wronggradient;

import static org.fascicle.api.expr.Expressions.exp;
import static org.fascicle.api.expr.Expressions.stopGradient;

import org.fascicle.api.activation.Activation;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Technique;

/** The value is exp(z); the gradient, made by hand, is that of z²/2. */
@Technique(value = "com.example:wrong_gradient", description = "An exponential with the gradient of a parabola.")
public record WrongGradient() implements Activation {
    @Override
    public Expr apply(Expr z, Scope scope) {
        Expr parabola = z.square().div(2);
        return stopGradient(exp(z).sub(parabola)).add(parabola);
    }
}
