package org.fascicle.optimizer.momentum;

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
 * Momentum: a velocity v := momentum · v − learningRate · g accumulates the gradients, and the parameter moves by it. Polyak,
 * 1964; in Keras: SGD with a momentum.
 */
@Technique(value = "momentum",
        description = "Gradient descent with momentum: the step gathers speed where the gradient keeps its direction.",
        formula = "v := momentum v - lr g; w + v",
        source = "Polyak, 1964, doi:10.1016/0041-5553(64)90137-5")
public record Momentum(
        @Default("0.01") @Range("[0,inf)") Scheduled learningRate,
        @Default("0.9") @Range("[0,1]") Scheduled momentum) implements Optimizer {

    @Override
    public Expr update(Param parameter, Expr gradient, UpdateScope scope) {
        State velocity = scope.slot("momentum", parameter.shape(), 0);
        Expr kept = velocity.value().mul(scope.value(momentum));
        return parameter.value().add(velocity.set(kept.sub(gradient.mul(scope.learningRate()))));
    }
}
