package org.fascicle.optimizer.rmsprop;

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
 * RMSprop: steps divided by the root of a moving average of squared gradients; centered, of their variance; perhaps with
 * momentum. As in Keras epsilon stands under the root. Hinton, 2012.
 */
@Technique(value = "rmsprop", aliases = "RMSprop",
        description = "Steps divided by the root of a moving average of squared gradients, perhaps with momentum.",
        formula = "v := rho v + (1 - rho) g^2; centered: a := rho a + (1 - rho) g, else a = 0; m := momentum m + lr g / "
                + "sqrt(v - a^2 + epsilon); w - m",
        source = "Hinton, Srivastava and Swersky, 2012, Neural networks for machine learning, lecture 6; centered: "
                + "Graves, arXiv:1308.0850")
public record Rmsprop(
        @Default("0.001") @Range("[0,inf)") Scheduled learningRate,
        @Default("0.9") @Range("[0,1)") Scheduled rho,
        @Default("0.0") @Range("[0,1]") Scheduled momentum,
        @Default("1e-7") @Range("(0,inf)") double epsilon,
        @Default("false") boolean centered) implements Optimizer {

    @Override
    public Expr update(Param parameter, Expr gradient, UpdateScope scope) {
        Expr decay = scope.value(rho);
        Expr variance = scope.average("velocity", gradient.square(), decay);
        if (centered) {
            // A variance is not negative, but rounding may make it so.
            variance = maximum(variance.sub(scope.average("average_gradient", gradient, decay).square()), 0);
        }
        Expr step = gradient.mul(scope.learningRate()).div(sqrt(variance.add(epsilon)));
        if (momentum.number() == 0) {
            return parameter.value().sub(step);
        }
        State accumulated = scope.slot("momentum", parameter.shape(), 0);
        return parameter.value().sub(accumulated.set(accumulated.value().mul(scope.value(momentum)).add(step)));
    }
}
