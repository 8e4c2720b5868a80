package org.fascicle.optimizer.adadelta;

import static org.fascicle.api.expr.Expressions.sqrt;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.optimizer.Optimizer;
import org.fascicle.api.optimizer.Param;
import org.fascicle.api.optimizer.UpdateScope;
import org.fascicle.api.scope.Scheduled;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Technique;

/**
 * Adadelta: AdaGrad with moving averages, and with steps in the unit of the weights. As in Keras the step is multiplied
 * by a learning rate; the paper's is 1. Zeiler, 2012, arXiv:1212.5701.
 */
@Technique(value = "adadelta", aliases = "Adadelta",
        description = "Steps scaled by moving averages of squared gradients and squared steps.",
        formula = "a := rho a + (1 - rho) g^2; s := sqrt(d + epsilon) / sqrt(a + epsilon) g; d := rho d + (1 - rho) s^2; "
                + "w - lr s",
        source = "Zeiler, 2012, arXiv:1212.5701")
public record Adadelta(
        @Default("0.001") @Range("[0,inf)") Scheduled learningRate,
        @Default("0.95") @Range("[0,1)") Scheduled rho,
        @Default("1e-7") @Range("(0,inf)") double epsilon) implements Optimizer {

    @Override
    public Expr update(Param parameter, Expr gradient, UpdateScope scope) {
        Expr decay = scope.value(rho);
        Expr squares = scope.average("accumulated_grad", gradient.square(), decay);
        Expr steps = scope.slot("accumulated_delta_var", parameter.shape(), 0).value();
        Expr step = gradient.mul(sqrt(steps.add(epsilon))).div(sqrt(squares.add(epsilon)));
        scope.average("accumulated_delta_var", step.square(), decay);
        return parameter.value().sub(step.mul(scope.learningRate()));
    }
}
