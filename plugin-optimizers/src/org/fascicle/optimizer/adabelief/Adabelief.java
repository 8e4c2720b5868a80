package org.fascicle.optimizer.adabelief;

import static org.fascicle.api.expr.Expressions.constant;
import static org.fascicle.api.expr.Expressions.sqrt;

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
 * AdaBelief: Adam whose second average is of the squared difference between the gradient and its expected value. As
 * in the paper, epsilon is added in the average and to its root. Zhuang et al., 2020, arXiv:2010.07468.
 */
@Technique(value = "adabelief",
        description = "Adam that makes long steps where gradients are as expected.",
        formula = "m := m + (1 - beta_1) (g - m); s := beta_2 s + (1 - beta_2) (g - m)^2 + epsilon; w - lr m / (1 - "
                + "beta_1^t) / (sqrt(s / (1 - beta_2^t)) + epsilon), t = 1, 2, ...",
        source = "Zhuang, Tang, Ding, Tatikonda, Dvornek, Papademetris and Duncan, 2020, arXiv:2010.07468; epsilon of "
                + "its code")
public record Adabelief(
        @Default("0.001") @Range("[0,inf)") Scheduled learningRate,
        @Default("0.9") @Range("[0,1)") Scheduled beta_1,
        @Default("0.999") @Range("[0,1)") Scheduled beta_2,
        @Default("1e-16") @Range("(0,inf)") double epsilon) implements Optimizer {

    @Override
    public Expr update(Param parameter, Expr gradient, UpdateScope scope) {
        Expr beta1 = scope.value(beta_1);
        Expr beta2 = scope.value(beta_2);
        Expr m = scope.average("momentum", gradient, beta1);
        Expr fresh = gradient.sub(m).square().mul(constant(1).sub(beta2));
        State surprise = scope.slot("surprise", parameter.shape(), 0);
        Expr s = surprise.set(surprise.value().mul(beta2).add(fresh).add(epsilon));
        Expr rate = scope.learningRate().div(scope.biasCorrection(beta1));
        return parameter.value().sub(m.mul(rate).div(sqrt(s.div(scope.biasCorrection(beta2))).add(epsilon)));
    }
}
