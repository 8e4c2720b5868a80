package com.example.layer.unusual;

import static org.fascicle.api.expr.Expressions.matmul;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.layer.Layer;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Technique;

/** It keeps random numbers that are drawn once, and never set. Johnson and Lindenstrauss, 1984. */
@Technique(value = "com.example:projection", description = "Products with a matrix that is drawn once.")
public record Projection(@Default("3") @Range("[1,inf)") int size) implements Layer {
    @Override
    public Expr apply(Expr x, Scope scope) {
        Expr matrix = scope.state("matrix", Shape.of(x.shape().extent(-1), size), (shape, place) -> place.normal(shape)).value();
        return matmul(x, matrix).div(Math.sqrt(size));
    }
}
