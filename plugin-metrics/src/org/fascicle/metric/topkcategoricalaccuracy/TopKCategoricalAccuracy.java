package org.fascicle.metric.topkcategoricalaccuracy;

import static org.fascicle.api.expr.Expressions.argmax;
import static org.fascicle.api.expr.Expressions.count;
import static org.fascicle.api.expr.Expressions.iota;
import static org.fascicle.api.expr.Expressions.require;
import static org.fascicle.api.expr.Expressions.reshape;
import static org.fascicle.api.expr.Expressions.sum;
import static org.fascicle.api.expr.Expressions.sumKeep;
import static org.fascicle.api.expr.Expressions.where;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.fascicle.api.loss.Prediction;
import org.fascicle.api.metric.Metric;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.scope.State;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Technique;
import org.fascicle.metric.truth.Truth;

/**
 * Top-k accuracy: the share of rows whose right class is among the {@code k} most probable ones, that is, for which fewer
 * than {@code k} classes were found more probable. Targets are labels, or one number for each class (the greatest is
 * right). Krizhevsky et al., 2012; Keras's TopKCategoricalAccuracy.
 */
@Technique(value = "top_k_categorical_accuracy",
        description = "The share of rows whose right class is among the k most probable.",
        formula = "rows with fewer than k classes more probable than the right one, over rows",
        source = "Krizhevsky, Sutskever and Hinton, 2012, doi:10.1145/3065386; Keras TopKCategoricalAccuracy")
public record TopKCategoricalAccuracy(@Default("5") @Range("[1,inf)") int k) implements Metric {
    @Override
    public void update(Prediction prediction, Expr target, Scope scope) {
        Expr values = prediction.values();
        Shape shape = values.shape();
        require(shape.rank() >= 2 && shape.extent(-1) > 1, "needs one output for each class, not " + shape);
        Expr right = reshape(argmax(Truth.of(shape, target), -1), shape.with(-1, 1));
        Expr its = sumKeep(where(iota(shape, -1).eq(right), values, 0), -1);
        Expr hits = sum(values.gt(its).cast(Type.REAL), -1).lt(k);
        State correct = scope.state("correct", Shape.scalar(), 0);
        State count = scope.state("count", Shape.scalar(), 0);
        correct.set(correct.value().add(sum(hits.cast(Type.REAL))));
        count.set(count.value().add(count(hits.shape())));
    }

    @Override
    public Expr result(Scope scope) {
        return scope.state("correct", Shape.scalar(), 0).value().div(scope.state("count", Shape.scalar(), 0).value());
    }
}
