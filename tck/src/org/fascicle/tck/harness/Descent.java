package org.fascicle.tck.harness;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.optimizer.Optimizer;
import org.fascicle.api.optimizer.Param;
import org.fascicle.api.optimizer.UpdateScope;
import org.fascicle.api.scope.Scheduled;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Technique;

/** Gradient descent. */
@Technique(value = "fascicle.tck:descent", kind = "optimizer", description = "Gradient descent.")
public record Descent(@Default("0.1") Scheduled learningRate) implements Optimizer {
    @Override
    public Expr update(Param parameter, Expr gradient, UpdateScope scope) {
        return parameter.value().sub(gradient.mul(scope.learningRate()));
    }
}
