package com.example.metric.mistaken;

import static org.fascicle.api.expr.Expressions.count;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.loss.Prediction;
import org.fascicle.api.metric.Metric;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.scope.State;
import org.fascicle.api.technique.Technique;

/** Its result is a truth value. */
@Technique(value = "com.example:truth_result", description = "Whether there were rows.")
public record TruthResult() implements Metric {
    @Override
    public void update(Prediction prediction, Expr target, Scope scope) {
        State rows = scope.state("rows", Shape.scalar(), 0);
        rows.set(rows.value().add(count(prediction.values().shape())));
    }

    @Override
    public Expr result(Scope scope) {
        return scope.state("rows", Shape.scalar(), 0).value().gt(0);
    }
}
