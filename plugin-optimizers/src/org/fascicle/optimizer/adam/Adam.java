package org.fascicle.optimizer.adam;

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
 * Adam: moving averages m of the gradient and v of its square, both bias-corrected; with amsgrad the
 * greatest v so far is used. As in Keras, epsilon is the paper's "epsilon hat". Kingma and Ba, 2014, arXiv:1412.6980.
 */
@Technique(value = "adam", aliases = "Adam",
        description = "Adam: steps scaled by moving averages of the gradient and of its square; needs little tuning.",
        formula = "m := m + (1 - beta_1) (g - m); v := v + (1 - beta_2) (g^2 - v); "
                + "w - lr sqrt(1 - beta_2^t) / (1 - beta_1^t) m / (sqrt(v) + epsilon), t = 1, 2, ...",
        source = "Kingma and Ba, 2014, arXiv:1412.6980; amsgrad: Reddi, Kale and Kumar, 2018, arXiv:1904.09237")
public record Adam(
        @Default("0.001") @Range("[0,inf)") Scheduled learningRate,
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
        return parameter.value().sub(m.mul(rate).div(sqrt(v).add(epsilon)));
    }
}
