package com.example.metric.unusual;

import static org.fascicle.api.expr.Expressions.count;
import static org.fascicle.api.expr.Expressions.maximum;
import static org.fascicle.api.expr.Expressions.sqrt;
import static org.fascicle.api.expr.Expressions.sum;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.loss.Prediction;
import org.fascicle.api.metric.Metric;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.scope.State;
import org.fascicle.api.technique.Technique;

/** The deviation of all predictions: it comes of three sums. */
@Technique(value = "com.example:spread", description = "The standard deviation of what is predicted.")
public record Spread() implements Metric {
    @Override
    public void update(Prediction prediction, Expr target, Scope scope) {
        add("sum", sum(prediction.values()), scope);
        add("squares", sum(prediction.values().square()), scope);
        add("numbers", count(prediction.values().shape()), scope);
    }

    private static void add(String name, Expr more, Scope scope) {
        State total = scope.state(name, Shape.scalar(), 0);
        total.set(total.value().add(more));
    }

    @Override
    public Expr result(Scope scope) {
        Expr numbers = scope.state("numbers", Shape.scalar(), 0).value();
        Expr mean = scope.state("sum", Shape.scalar(), 0).value().div(numbers);
        return sqrt(maximum(scope.state("squares", Shape.scalar(), 0).value().div(numbers).sub(mean.square()), 0));
    }
}
