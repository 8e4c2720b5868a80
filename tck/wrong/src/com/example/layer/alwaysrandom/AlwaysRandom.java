package com.example.layer.alwaysrandom;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.layer.Layer;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Technique;

/** Noise in training and in inference: it does not ask which it is. */
@Technique(value = "com.example:always_random", description = "Noise, whether it trains or not.")
public record AlwaysRandom() implements Layer {
    @Override
    public Expr apply(Expr x, Scope scope) {
        return x.add(scope.normal(x.shape()));
    }
}
