package org.fascicle.optimizer.adamw;

import static org.fascicle.api.expr.Expressions.constant;
import static org.fascicle.api.expr.Expressions.maximum;
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
 * AdamW: Adam, with weights that decay by themselves, apart from the gradient. As in Keras every parameter decays, and
 * epsilon is the paper's "epsilon hat"; adam with a weight_decay around it does the same. Loshchilov and Hutter, 2017,
 * arXiv:1711.05101.
 */
@Technique(value = "adamw", aliases = "AdamW",
        description = "Adam with decoupled weight decay, which regularizes better than a penalty does.",
        formula = "m := m + (1 - beta_1) (g - m); v := v + (1 - beta_2) (g^2 - v); (1 - lr weight_decay) w - lr sqrt(1 - "
                + "beta_2^t) / (1 - beta_1^t) m / (sqrt(v) + epsilon), t = 1, 2, ...",
        source = "Loshchilov and Hutter, 2017, arXiv:1711.05101; amsgrad: Reddi, Kale and Kumar, 2018, arXiv:1904.09237")
public record Adamw(
        @Default("0.001") @Range("[0,inf)") Scheduled learningRate,
        @Default("0.004") @Range("[0,inf)") Scheduled weightDecay,
        @Default("0.9") @Range("[0,1)") Scheduled beta_1,
        @Default("0.999") @Range("[0,1)") Scheduled beta_2,
        @Default("1e-7") @Range("(0,inf)") double epsilon,
        @Default("false") boolean amsgrad) implements Optimizer {

    @Override
    public Expr update(Param parameter, Expr gradient, UpdateScope scope) {
        Expr beta1 = scope.value(beta_1);
        Expr beta2 = scope.value(beta_2);
        Expr m = scope.average("momentum", gradient, beta1);
        Expr v = scope.average("velocity", gradient.square(), beta2);
        if (amsgrad) {
            State greatest = scope.slot("velocity_hat", parameter.shape(), 0);
            v = greatest.set(maximum(greatest.value(), v));
        }
        Expr rate = scope.learningRate().mul(sqrt(scope.biasCorrection(beta2))).div(scope.biasCorrection(beta1));
        Expr kept = constant(1).sub(scope.learningRate().mul(scope.value(weightDecay)));
        return parameter.value().mul(kept).sub(m.mul(rate).div(sqrt(v).add(epsilon)));
    }
}
