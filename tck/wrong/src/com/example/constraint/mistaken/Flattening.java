package com.example.constraint.mistaken;

import static org.fascicle.api.expr.Expressions.reshape;

import org.fascicle.api.constraint.Constraint;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Technique;

/** It gives another shape. */
@Technique(value = "com.example:flattening", description = "A list.")
public record Flattening() implements Constraint {
    @Override
    public Expr project(Expr tensor, Scope scope) {
        return reshape(tensor, Shape.of(Math.toIntExact(tensor.shape().size())));
    }
}
