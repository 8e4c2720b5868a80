package org.fascicle.optimizer.lars;

import static org.fascicle.api.expr.Expressions.sqrt;
import static org.fascicle.api.expr.Expressions.sum;
import static org.fascicle.api.expr.Expressions.where;

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
 * LARS: momentum whose step for a whole tensor is scaled by the norm of the tensor over that of its gradient, for large
 * batches. Its decay is part of the gradient, and not decoupled as that around other optimizers. You et al., 2017,
 * arXiv:1708.03888, algorithm 1, whose ratio has |g| + weight_decay |w| below; optax
 * has |g + weight_decay w| there, which differs where there is decay. The ratio is 1 where a norm is 0.
 */
@Technique(value = "lars",
        description = "Momentum with steps scaled to each tensor's own norm, for large batches.",
        formula = "v := momentum v + lr r (g + weight_decay w); w - v; r = trust_coefficient |w| / (|g| + weight_decay "
                + "|w| + epsilon)",
        source = "You, Gitman and Ginsburg, 2017, arXiv:1708.03888, algorithm 1")
public record Lars(
        @Default("0.01") @Range("[0,inf)") Scheduled learningRate,
        @Default("0.9") @Range("[0,1]") Scheduled momentum,
        @Default("0.0") @Range("[0,inf)") Scheduled weightDecay,
        @Default("0.001") @Range("(0,inf)") double trustCoefficient,
        @Default("0.0") @Range("[0,inf)") double epsilon) implements Optimizer {

    @Override
    public Expr update(Param parameter, Expr gradient, UpdateScope scope) {
        Expr decay = scope.value(weightDecay);
        Expr weights = sqrt(sum(parameter.value().square()));
        Expr slope = sqrt(sum(gradient.square()));
        Expr trust = weights.mul(trustCoefficient).div(weights.mul(decay).add(slope).add(epsilon));
        Expr rate = where(weights.gt(0).and(slope.gt(0)), trust, 1).mul(scope.learningRate());
        State velocity = scope.slot("momentum", parameter.shape(), 0);
        Expr step = parameter.value().mul(decay).add(gradient).mul(rate);
        return parameter.value().sub(velocity.set(velocity.value().mul(scope.value(momentum)).add(step)));
    }
}
