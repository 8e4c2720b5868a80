package com.example.loss.brier;

import static org.fascicle.api.expr.Expressions.iota;
import static org.fascicle.api.expr.Expressions.require;
import static org.fascicle.api.expr.Expressions.reshape;
import static org.fascicle.api.expr.Expressions.sum;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.fascicle.api.loss.Loss;
import org.fascicle.api.loss.Prediction;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Technique;

/** Brier score: the squared distance of the probabilities from the right class. Brier, 1950. */
@Technique(value = "com.example:brier", description = "The squared distance of the probabilities from the right class.",
        formula = "sum over classes of (p - [class = label])^2", source = "Brier, 1950, Monthly Weather Review 78")
public record Brier() implements Loss {
    @Override
    public Target target() {
        return Target.LABEL;
    }

    @Override
    public Expr loss(Prediction prediction, Expr target, Scope scope) {
        Expr probabilities = prediction.values();
        Shape shape = probabilities.shape();
        require(shape.rank() == 2, "needs one probability for each class, [rows, classes], not " + shape);
        Expr label = reshape(target, Shape.of(shape.extent(0), 1));
        return sum(probabilities.sub(iota(shape, 1).eq(label).cast(Type.REAL)).square(), 1);
    }
}
