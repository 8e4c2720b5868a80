package com.example.optimizer.mistaken;

import static org.fascicle.api.expr.Expressions.mean;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.optimizer.Optimizer;
import org.fascicle.api.optimizer.Param;
import org.fascicle.api.optimizer.UpdateScope;
import org.fascicle.api.scope.Scheduled;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Technique;

/** It gives one number for a tensor. */
@Technique(value = "com.example:merging", description = "The mean.")
public record Merging(@Default("0.1") @Range("[0,inf)") Scheduled learningRate) implements Optimizer {
    @Override
    public Expr update(Param parameter, Expr gradient, UpdateScope scope) {
        return mean(parameter.value().sub(gradient.mul(scope.learningRate())));
    }
}
