package org.fascicle.optimizer.sgd;

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
 * Gradient descent: w − learningRate · g; with a momentum, as {@code momentum} or (Nesterov's) {@code nesterov} do it.
 * Robbins and Monro, 1951; Sutskever et al., 2013.
 */
@Technique(value = "sgd", aliases = "SGD",
        description = "Stochastic gradient descent, perhaps with momentum or Nesterov's.",
        formula = "w - lr g; with momentum: v := momentum v - lr g, w + v; Nesterov: w + momentum v - lr g",
        source = "Robbins and Monro, 1951, doi:10.1214/aoms/1177729586")
public record Sgd(
        @Default("0.01") @Range("[0,inf)") Scheduled learningRate,
        @Default("0.0") @Range("[0,1]") Scheduled momentum,
        @Default("false") boolean nesterov) implements Optimizer {

    @Override
    public Expr update(Param parameter, Expr gradient, UpdateScope scope) {
        Expr step = gradient.mul(scope.learningRate());
        if (momentum.number() == 0) {
            return parameter.value().sub(step);
        }
        Expr friction = scope.value(momentum);
        State velocity = scope.slot("momentum", parameter.shape(), 0);
        Expr moved = velocity.set(velocity.value().mul(friction).sub(step));
        return parameter.value().add(nesterov ? moved.mul(friction).sub(step) : moved);
    }
}
