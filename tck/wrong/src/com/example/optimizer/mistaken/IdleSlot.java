package com.example.optimizer.mistaken;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.optimizer.Optimizer;
import org.fascicle.api.optimizer.Param;
import org.fascicle.api.optimizer.UpdateScope;
import org.fascicle.api.scope.Scheduled;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Technique;

/** Its momentum never moves. */
@Technique(value = "com.example:idle_slot", description = "Gradient descent with a momentum of 0.")
public record IdleSlot(@Default("0.1") @Range("[0,inf)") Scheduled learningRate) implements Optimizer {
    @Override
    public Expr update(Param parameter, Expr gradient, UpdateScope scope) {
        return parameter.value()
                .sub(scope.slot("momentum", parameter.shape(), 0).value().add(gradient).mul(scope.learningRate()));
    }
}
