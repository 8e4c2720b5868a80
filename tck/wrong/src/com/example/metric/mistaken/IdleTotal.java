package com.example.metric.mistaken;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.loss.Prediction;
import org.fascicle.api.metric.Metric;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Technique;

/** It never adds anything up. */
@Technique(value = "com.example:idle_total", description = "The sum of nothing.")
public record IdleTotal() implements Metric {
    @Override
    public void update(Prediction prediction, Expr target, Scope scope) {
        scope.state("total", Shape.scalar(), 0);
    }

    @Override
    public Expr result(Scope scope) {
        return scope.state("total", Shape.scalar(), 0).value();
    }
}
