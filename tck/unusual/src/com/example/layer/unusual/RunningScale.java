package com.example.layer.unusual;

import static org.fascicle.api.expr.Expressions.abs;
import static org.fascicle.api.expr.Expressions.max;
import static org.fascicle.api.expr.Expressions.maximum;
import static org.fascicle.api.expr.Expressions.stopGradient;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.layer.Layer;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.scope.State;
import org.fascicle.api.technique.Technique;

/** It learns the greatest feature in training, and uses it ever after. */
@Technique(value = "com.example:running_scale", description = "Features by the greatest that it has seen.", stopsGradient = true)
public record RunningScale() implements Layer {
    @Override
    public Expr apply(Expr x, Scope scope) {
        State greatest = scope.state("greatest", Shape.scalar(), 1);
        if (scope.updatesStatistics()) {
            greatest.set(maximum(greatest.value(), stopGradient(max(abs(x)))));
        }
        return x.div(greatest.value());
    }
}
