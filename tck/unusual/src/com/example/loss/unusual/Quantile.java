package com.example.loss.unusual;

import static org.fascicle.api.expr.Expressions.maximum;
import static org.fascicle.api.expr.Expressions.reshape;
import static org.fascicle.api.expr.Expressions.sum;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.loss.Loss;
import org.fascicle.api.loss.Prediction;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Technique;

/** It has a kink. Koenker and Bassett, 1978. */
@Technique(value = "com.example:quantile", description = "The distance, which weighs more on one side.")
public record Quantile(@Default("0.9") @Range("(0,1)") double quantile) implements Loss {
    @Override
    public Expr loss(Prediction prediction, Expr target, Scope scope) {
        Expr values = prediction.values();
        Expr distance = reshape(target, values.shape()).sub(values);
        return sum(maximum(distance.mul(quantile), distance.mul(quantile - 1)), 1);
    }

    @Override
    public Target target() {
        return Target.VALUES;
    }
}
