package com.example.loss.mistaken;

import static org.fascicle.api.expr.Expressions.mean;
import static org.fascicle.api.expr.Expressions.reshape;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.loss.Loss;
import org.fascicle.api.loss.Prediction;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Technique;

/** It gives one number for all rows. */
@Technique(value = "com.example:batch_mean", description = "The mean distance.")
public record BatchMean() implements Loss {
    @Override
    public Expr loss(Prediction prediction, Expr target, Scope scope) {
        return mean(prediction.values().sub(reshape(target, prediction.values().shape())).square());
    }

    @Override
    public Target target() {
        return Target.VALUES;
    }
}
