package com.example.initializer.unusual;

import static org.fascicle.api.expr.Expressions.where;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.initializer.Initializer;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Technique;

/** Most of its numbers are 0. Martens, 2010. */
@Technique(value = "com.example:sparse", description = "A few normal numbers among zeros.")
public record Sparse(@Default("0.3") @Range("(0,1]") double density) implements Initializer {
    @Override
    public Expr initialize(Shape shape, Scope scope) {
        return where(scope.uniform(shape).lt(density), scope.normal(shape), 0);
    }
}
