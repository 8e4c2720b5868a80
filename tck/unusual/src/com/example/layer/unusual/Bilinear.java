package com.example.layer.unusual;

import static org.fascicle.api.expr.Expressions.matmul;
import static org.fascicle.api.expr.Expressions.require;
import static org.fascicle.api.expr.Expressions.sumKeep;

import java.util.List;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.layer.Layer;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Technique;

/** How much two inputs have in common, by a learned measure. */
@Technique(value = "com.example:bilinear", description = "The product of two inputs by a learned matrix.")
public record Bilinear() implements Layer {
    @Override
    public Expr apply(Expr x, Scope scope) {
        throw new IllegalArgumentException("takes two inputs, not one");
    }

    @Override
    public Expr apply(List<Expr> inputs, Scope scope) {
        require(inputs.size() == 2, "takes two inputs, not " + inputs.size());
        Expr x = inputs.get(0);
        Expr y = inputs.get(1);
        require(x.shape().rank() == 2 && y.shape().rank() == 2, "takes rows of numbers, not " + x.shape() + " and " + y.shape());
        Expr kernel = scope.parameter("kernel", Shape.of(x.shape().extent(1), y.shape().extent(1)),
                (shape, place) -> place.normal(shape).mul(0.3));
        return sumKeep(matmul(x, kernel).mul(y), 1);
    }
}
