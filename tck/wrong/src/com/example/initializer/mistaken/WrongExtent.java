package com.example.initializer.mistaken;

import static org.fascicle.api.expr.Expressions.full;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.initializer.Initializer;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Technique;

/** It gives one row too many. */
@Technique(value = "com.example:wrong_extent", description = "Zeros.")
public record WrongExtent() implements Initializer {
    @Override
    public Expr initialize(Shape shape, Scope scope) {
        return full(Shape.of(shape.extent(0) + 1), 0);
    }
}
