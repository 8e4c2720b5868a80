package com.example.optimizer.unusual;

import static org.fascicle.api.expr.Expressions.sqrt;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.optimizer.Optimizer;
import org.fascicle.api.optimizer.Param;
import org.fascicle.api.optimizer.UpdateScope;
import org.fascicle.api.scope.Scheduled;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Technique;

/** It draws noise in each step. Welling and Teh, 2011. */
@Technique(value = "com.example:langevin", description = "Gradient descent, and noise.")
public record Langevin(@Default("0.01") @Range("[0,inf)") Scheduled learningRate,
        @Default("0.001") @Range("[0,inf)") double temperature) implements Optimizer {
    @Override
    public Expr update(Param parameter, Expr gradient, UpdateScope scope) {
        Expr rate = scope.learningRate();
        return parameter.value().sub(gradient.mul(rate))
                .add(scope.normal(parameter.shape()).mul(sqrt(rate.mul(2 * temperature))));
    }
}
