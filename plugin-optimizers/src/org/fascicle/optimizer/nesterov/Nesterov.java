package org.fascicle.optimizer.nesterov;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.optimizer.Optimizer;
import org.fascicle.api.optimizer.Param;
import org.fascicle.api.optimizer.UpdateScope;
import org.fascicle.api.scope.Scheduled;
import org.fascicle.api.scope.State;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Technique;

/**
 * Nesterov's accelerated gradient: momentum that measures the gradient a step ahead, v := momentum · v − learningRate ·
 * g, then w + momentum · v − learningRate · g, where the parameters that are kept are those of the look-ahead. Nesterov,
 * 1983; Sutskever et al., 2013; in Keras: SGD with a momentum and nesterov.
 */
@Technique(value = "nesterov",
        description = "Nesterov's accelerated gradient: momentum that measures the gradient a step ahead.",
        formula = "v := momentum v - lr g; w + momentum v - lr g",
        source = "Nesterov, 1983; Sutskever, Martens, Dahl and Hinton, 2013, ICML, PMLR 28(3):1139-1147")
public record Nesterov(
        @Default("0.01") @Range("[0,inf)") Scheduled learningRate,
        @Default("0.9") @Range("[0,1]") Scheduled momentum) implements Optimizer {

    @Override
    public Expr update(Param parameter, Expr gradient, UpdateScope scope) {
        State velocity = scope.slot("momentum", parameter.shape(), 0);
        Expr friction = scope.value(momentum);
        Expr step = gradient.mul(scope.learningRate());
        Expr moved = velocity.set(velocity.value().mul(friction).sub(step));
        return parameter.value().add(moved.mul(friction)).sub(step);
    }
}
