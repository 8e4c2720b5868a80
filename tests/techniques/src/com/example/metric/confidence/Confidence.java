package com.example.metric.confidence;

import static org.fascicle.api.expr.Expressions.count;
import static org.fascicle.api.expr.Expressions.max;
import static org.fascicle.api.expr.Expressions.sum;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.loss.Prediction;
import org.fascicle.api.metric.Metric;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.scope.State;
import org.fascicle.api.technique.Technique;

/** The mean of the greatest probability of each row. */
@Technique(value = "com.example:confidence", description = "The mean of the greatest probability of each row.",
        formula = "mean of max(p)")
public record Confidence() implements Metric {
    @Override
    public void update(Prediction prediction, Expr target, Scope scope) {
        Expr greatest = max(prediction.values(), -1);
        State total = scope.state("total", Shape.scalar(), 0);
        State rows = scope.state("rows", Shape.scalar(), 0);
        total.set(total.value().add(sum(greatest)));
        rows.set(rows.value().add(count(greatest.shape())));
    }

    @Override
    public Expr result(Scope scope) {
        return scope.state("total", Shape.scalar(), 0).value().div(scope.state("rows", Shape.scalar(), 0).value());
    }
}
