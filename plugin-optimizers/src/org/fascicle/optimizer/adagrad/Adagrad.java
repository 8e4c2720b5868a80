package org.fascicle.optimizer.adagrad;

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
 * AdaGrad: each weight's step is divided by the root of the sum of all its squared gradients. As in Keras the sum starts
 * above 0 and epsilon stands under the root. Duchi et al., 2011, JMLR 12.
 */
@Technique(value = "adagrad", aliases = "Adagrad",
        description = "Steps divided by the root of all squared gradients so far; for sparse features, and stops early.",
        formula = "a := a + g^2; w - lr g / sqrt(a + epsilon)",
        source = "Duchi, Hazan and Singer, 2011, JMLR 12:2121-2159")
public record Adagrad(
        @Default("0.001") @Range("[0,inf)") Scheduled learningRate,
        @Default("0.1") @Range("[0,inf)") double initialAccumulatorValue,
        @Default("1e-7") @Range("(0,inf)") double epsilon) implements Optimizer {

    @Override
    public Expr update(Param parameter, Expr gradient, UpdateScope scope) {
        State accumulator = scope.slot("accumulator", parameter.shape(), initialAccumulatorValue);
        Expr sum = accumulator.set(accumulator.value().add(gradient.square()));
        return parameter.value().sub(gradient.mul(scope.learningRate()).div(sqrt(sum.add(epsilon))));
    }
}
