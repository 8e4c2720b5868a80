package com.example.optimizer.unusual;

import static org.fascicle.api.expr.Expressions.maximum;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.optimizer.Optimizer;
import org.fascicle.api.optimizer.Param;
import org.fascicle.api.optimizer.UpdateScope;
import org.fascicle.api.scope.Scheduled;
import org.fascicle.api.scope.State;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Technique;

/** It keeps the sum of all rates, once for all parameters. After Defazio et al., 2024, arXiv:2405.15682. */
@Technique(value = "com.example:schedule_free", description = "Gradient descent, averaged by the rates.")
public record ScheduleFree(@Default("0.1") @Range("[0,inf)") Scheduled learningRate) implements Optimizer {
    @Override
    public Expr update(Param parameter, Expr gradient, UpdateScope scope) {
        State rates = scope.globalSlot("rates", 0);
        Expr sum = rates.set(rates.value().add(scope.learningRate()));
        State fast = scope.slot("fast", parameter.shape(), 0);
        Expr next = fast.set(fast.value().sub(gradient.mul(scope.learningRate())));
        return parameter.value().add(next.sub(fast.value()).mul(scope.learningRate().div(maximum(sum, 1e-12))));
    }
}
