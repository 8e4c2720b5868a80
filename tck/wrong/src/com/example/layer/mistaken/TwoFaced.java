package com.example.layer.mistaken;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.layer.Layer;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Technique;

/** It has a parameter more in training. */
@Technique(value = "com.example:two_faced", description = "The input with a weight.")
public record TwoFaced() implements Layer {
    @Override
    public Expr apply(Expr x, Scope scope) {
        Expr kernel = scope.parameter("kernel", Shape.scalar(), (shape, place) -> place.uniform(shape));
        return scope.training()
                ? x.mul(kernel).mul(scope.parameter("more", Shape.scalar(), (shape, place) -> place.uniform(shape)))
                : x.mul(kernel);
    }
}
