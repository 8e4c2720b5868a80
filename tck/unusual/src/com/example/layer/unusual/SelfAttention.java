package com.example.layer.unusual;

import static org.fascicle.api.expr.Expressions.broadcast;
import static org.fascicle.api.expr.Expressions.matmul;
import static org.fascicle.api.expr.Expressions.require;
import static org.fascicle.api.expr.Expressions.softmax;
import static org.fascicle.api.expr.Expressions.swapAxes;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.layer.Layer;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Technique;

/** Attention of one head over the second axis. Vaswani et al., 2017, arXiv:1706.03762. */
@Technique(value = "com.example:self_attention", description = "Each place of a sequence looks at all others.")
public record SelfAttention(@Default("4") @Range("[1,inf)") int size) implements Layer {
    @Override
    public Expr apply(Expr x, Scope scope) {
        require(x.shape().rank() == 3, "takes sequences, [rows, places, features], not " + x.shape());
        Expr queries = projected("query", x, scope);
        Expr keys = projected("key", x, scope);
        Expr scores = matmul(queries, swapAxes(keys, -1, -2)).div(Math.sqrt(size));
        return matmul(softmax(scores), projected("value", x, scope));
    }

    private Expr projected(String name, Expr x, Scope scope) {
        int features = x.shape().extent(-1);
        Expr kernel = scope.parameter(name, Shape.of(features, size), (shape, place) -> place.normal(shape).mul(0.5));
        return matmul(x, broadcast(kernel, Shape.batch(features, size)));
    }
}
