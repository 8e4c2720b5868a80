package com.example.optimizer.hiddenstate;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.optimizer.Optimizer;
import org.fascicle.api.optimizer.Param;
import org.fascicle.api.optimizer.UpdateScope;
import org.fascicle.api.scope.Scheduled;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Technique;

/** Its rate falls with the number of times that it was asked, which no archive knows. */
@Technique(value = "com.example:hidden_state", description = "Slower each time that it is asked.")
public record HiddenState(@Default("0.1") Scheduled learningRate) implements Optimizer {
    private static int asked;

    @Override
    public Expr update(Param parameter, Expr gradient, UpdateScope scope) {
        asked++;
        return parameter.value().sub(gradient.mul(scope.learningRate()).div(asked));
    }
}
