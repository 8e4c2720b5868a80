package com.example.optimizer.signum.next;

import static org.fascicle.api.expr.Expressions.sign;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.optimizer.Optimizer;
import org.fascicle.api.optimizer.Param;
import org.fascicle.api.optimizer.UpdateScope;
import org.fascicle.api.scope.Scheduled;
import org.fascicle.api.scope.State;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Technique;

/** Signum with a shorter memory, and a slot that counts the updates. */
@Technique(value = "com.example:signum", description = "Steps of one size along the sign of the averaged gradient.",
        formula = "m := beta m + (1 - beta) g; w - lr sign(m)", source = "Bernstein et al., 2018, arXiv:1802.04434")
public record Signum(
        @Default("0.001") @Range("[0,inf)") Scheduled learningRate,
        @Default("0.5") @Range("[0,1)") double beta) implements Optimizer {
    @Override
    public Expr update(Param parameter, Expr gradient, UpdateScope scope) {
        State average = scope.slot("average", parameter.shape(), 0);
        State updates = scope.globalSlot("updates", 0);
        updates.set(updates.value().add(1));
        Expr next = average.set(average.value().mul(beta).add(gradient.mul(1 - beta)));
        return parameter.value().sub(sign(next).mul(scope.learningRate()));
    }
}
