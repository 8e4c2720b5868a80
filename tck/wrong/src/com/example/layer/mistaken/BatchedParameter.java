package com.example.layer.mistaken;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.layer.Layer;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Technique;

/** It has a weight for each row of the batch. */
@Technique(value = "com.example:batched_parameter", description = "The input with weights.")
public record BatchedParameter() implements Layer {
    @Override
    public Expr apply(Expr x, Scope scope) {
        return x.mul(scope.parameter("kernel", x.shape(), (shape, place) -> place.uniform(shape)));
    }
}
