package com.example.layer.mistaken;

import static org.fascicle.api.expr.Expressions.mean;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.layer.Layer;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.scope.State;
import org.fascicle.api.technique.Technique;

/** It learns where nothing is to be learned. */
@Technique(value = "com.example:inference_state", description = "The input less a mean.")
public record InferenceState() implements Layer {
    @Override
    public Expr apply(Expr x, Scope scope) {
        State mean = scope.state("mean", Shape.scalar(), 0);
        mean.set(mean.value().mul(0.9).add(mean(x).mul(0.1)));
        return x.sub(mean.value());
    }
}
