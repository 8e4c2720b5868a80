package com.example.layer.mistaken;

import static org.fascicle.api.expr.Expressions.reshape;
import static org.fascicle.api.expr.Expressions.sum;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.layer.Layer;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Technique;

/** It gives what it takes in training, and rows of one number else. */
@Technique(value = "com.example:one_shape", description = "The identity, or a sum.")
public record OneShape() implements Layer {
    @Override
    public Expr apply(Expr x, Scope scope) {
        return scope.training() ? x : sum(reshape(x, Shape.batch(Math.toIntExact(x.shape().sizePerRow()))), 1);
    }
}
