package com.example.layer.unusual;

import static org.fascicle.api.expr.Expressions.abs;
import static org.fascicle.api.expr.Expressions.maxKeep;
import static org.fascicle.api.expr.Expressions.maximum;
import static org.fascicle.api.expr.Expressions.stopGradient;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.layer.Layer;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Technique;

/** It takes the greatest feature for a constant. */
@Technique(value = "com.example:detached", description = "Features by their greatest.", stopsGradient = true)
public record Detached() implements Layer {
    @Override
    public Expr apply(Expr x, Scope scope) {
        Expr scale = maximum(maxKeep(abs(x), -1), 1e-3);
        return x.div(stopGradient(scale));
    }
}
