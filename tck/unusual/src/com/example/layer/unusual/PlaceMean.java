package com.example.layer.unusual;

import static org.fascicle.api.expr.Expressions.mean;
import static org.fascicle.api.expr.Expressions.require;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.layer.Layer;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Technique;

/** It takes an axis away. */
@Technique(value = "com.example:place_mean", description = "The mean over the second axis.")
public record PlaceMean() implements Layer {
    @Override
    public Expr apply(Expr x, Scope scope) {
        require(x.shape().rank() > 2, "takes places, [rows, places, ...], not " + x.shape());
        return mean(x, 1);
    }
}
