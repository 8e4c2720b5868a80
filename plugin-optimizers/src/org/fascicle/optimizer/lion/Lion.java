package org.fascicle.optimizer.lion;

import static org.fascicle.api.expr.Expressions.constant;
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

/**
 * Lion: each weight moves by the learning rate, in the direction of the sign of an average between momentum and gradient;
 * wants a learning rate 3 to 10 times smaller than Adam's. Chen et al., 2023, arXiv:2302.06675.
 */
@Technique(value = "lion", aliases = "Lion",
        description = "Sign of a momentum: steps of one length, and one slot only.",
        formula = "w - lr sign(beta_1 m + (1 - beta_1) g); m := beta_2 m + (1 - beta_2) g",
        source = "Chen, Liang, Huang et al., 2023, arXiv:2302.06675")
public record Lion(
        @Default("0.001") @Range("[0,inf)") Scheduled learningRate,
        @Default("0.9") @Range("(0,1]") Scheduled beta_1,
        @Default("0.99") @Range("[0,1)") Scheduled beta_2) implements Optimizer {

    @Override
    public Expr update(Param parameter, Expr gradient, UpdateScope scope) {
        State momentum = scope.slot("momentum", parameter.shape(), 0);
        Expr direction = sign(mixed(momentum.value(), gradient, scope.value(beta_1)));
        momentum.set(mixed(momentum.value(), gradient, scope.value(beta_2)));
        return parameter.value().sub(direction.mul(scope.learningRate()));
    }

    private static Expr mixed(Expr momentum, Expr gradient, Expr share) {
        return momentum.mul(share).add(gradient.mul(constant(1).sub(share)));
    }
}
