package com.example.activation.unusual;

import static org.fascicle.api.expr.Expressions.maximum;
import static org.fascicle.api.expr.Expressions.minimum;
import static org.fascicle.api.expr.Expressions.sign;
import static org.fascicle.api.expr.Expressions.stopGradient;

import org.fascicle.api.activation.Activation;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Technique;

/** The sign, with the gradient of a line between -1 and 1. Hubara et al., 2016, arXiv:1602.02830. */
@Technique(value = "com.example:sign_estimator", description = "The sign, with the gradient of a clipped line.",
        stopsGradient = true)
public record SignEstimator() implements Activation {
    @Override
    public Expr apply(Expr z, Scope scope) {
        Expr line = maximum(minimum(z, 1), -1);
        return line.add(stopGradient(sign(z).sub(line)));
    }
}
