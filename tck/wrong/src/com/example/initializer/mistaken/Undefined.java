package com.example.initializer.mistaken;

import static org.fascicle.api.expr.Expressions.log;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.initializer.Initializer;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Technique;

/** It takes the logarithm of what is less than 0. */
@Technique(value = "com.example:undefined", description = "No numbers.")
public record Undefined() implements Initializer {
    @Override
    public Expr initialize(Shape shape, Scope scope) {
        return log(scope.uniform(shape).sub(2));
    }
}
