package com.example.whole;

import static org.fascicle.api.expr.Expressions.constant;
import static org.fascicle.api.expr.Expressions.maximum;
import static org.fascicle.api.expr.Expressions.minimum;
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

/** Nesterov's accelerated gradient with the clipping, the decay and the average (0: none) that stand around it otherwise. */
@Technique(value = "com.example:whole", kind = "optimizer",
        description = "Nesterov's accelerated gradient with all that can stand around it.",
        formula = "g := min(max(g, -clip), clip); w := (1 - lr decay) w; v := momentum v - lr g; w + momentum v - lr g")
public record WholeOptimizer(
        @Default("0.01") @Range("[0,inf)") Scheduled learningRate,
        @Default("0.9") @Range("[0,1]") Scheduled momentum,
        @Range("(0,inf)") double clip,
        @Range("[0,inf)") double decay,
        @Range("[0,1)") double averaging) implements Optimizer {

    @Override
    public Expr update(Param parameter, Expr gradient, UpdateScope scope) {
        Expr clipped = minimum(maximum(gradient, -clip), clip);
        Expr weights = parameter.value().mul(constant(1).sub(scope.learningRate().mul(constant(decay))));
        State velocity = scope.slot("momentum", parameter.shape(), 0);
        Expr friction = scope.value(momentum);
        Expr step = clipped.mul(scope.learningRate());
        Expr moved = velocity.set(velocity.value().mul(friction).sub(step));
        Expr next = weights.add(moved.mul(friction)).sub(step);
        if (averaging > 0) {
            follow(next, parameter, scope);
        }
        return next;
    }

    private void follow(Expr next, Param parameter, UpdateScope scope) {
        State average = scope.slot("weight_average", parameter.shape(), 0);
        Expr kept = where(scope.step().gt(0), constant(averaging), constant(0));
        average.set(average.value().mul(kept).add(next.mul(constant(1).sub(kept))));
    }
}
