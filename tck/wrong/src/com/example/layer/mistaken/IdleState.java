package com.example.layer.mistaken;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.layer.Layer;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Technique;

/** It keeps a mean that never becomes another. */
@Technique(value = "com.example:idle_state", description = "The input less a mean.")
public record IdleState() implements Layer {
    @Override
    public Expr apply(Expr x, Scope scope) {
        return x.sub(scope.state("mean", Shape.of(x.shape().extent(-1)), 0).value());
    }
}
