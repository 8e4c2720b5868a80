package org.fascicle.optimizer.ftrl;

import static org.fascicle.api.expr.Expressions.maximum;
import static org.fascicle.api.expr.Expressions.minimum;

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
 * FTRL-Proximal: the weights are, after each step, the best for all gradients so far, with penalties that make many
 * exactly 0; for shallow models with sparse features. McMahan et al., 2013; as in Keras, which doubles l2.
 */
@Technique(value = "ftrl", aliases = "Ftrl",
        description = "Follow the regularized leader: weights that are exactly 0, for shallow and sparse models.",
        formula = "G = g + 2 l2_shrinkage w; n' = n + g^2; p = -learning_rate_power; z := z + G - (n'^p - n^p) / lr w; n "
                + ":= n'; (clip(z, -l1, l1) - z) / (n'^p / lr + 2 l2 + beta / lr)",
        source = "McMahan, Holt, Sculley et al., 2013, Ad click prediction, doi:10.1145/2487575.2488200")
public record Ftrl(
        @Default("0.001") @Range("(0,inf)") Scheduled learningRate,
        @Default("-0.5") @Range("(-inf,0]") double learningRatePower,
        @Default("0.1") @Range("[0,inf)") double initialAccumulatorValue,
        @Default("0.0") @Range("[0,inf)") double l1RegularizationStrength,
        @Default("0.0") @Range("[0,inf)") double l2RegularizationStrength,
        @Default("0.0") @Range("[0,inf)") double l2ShrinkageRegularizationStrength,
        @Default("0.0") @Range("[0,inf)") double beta) implements Optimizer {

    @Override
    public Expr update(Param parameter, Expr gradient, UpdateScope scope) {
        Expr rate = scope.learningRate();
        Expr w = parameter.value();
        State accumulator = scope.slot("accumulator", parameter.shape(), initialAccumulatorValue);
        State linear = scope.slot("linear", parameter.shape(), 0);
        Expr before = accumulator.value().pow(-learningRatePower);
        Expr after = accumulator.set(accumulator.value().add(gradient.square())).pow(-learningRatePower);
        Expr shrunk = gradient.add(w.mul(2 * l2ShrinkageRegularizationStrength));
        Expr z = linear.set(linear.value().add(shrunk).sub(after.sub(before).div(rate).mul(w)));
        Expr clipped = minimum(maximum(z, -l1RegularizationStrength), l1RegularizationStrength);
        return clipped.sub(z).div(after.add(beta).div(rate).add(2 * l2RegularizationStrength));
    }
}
