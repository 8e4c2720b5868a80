package org.fascicle.optimizer.adafactor;

import static org.fascicle.api.expr.Expressions.constant;
import static org.fascicle.api.expr.Expressions.maximum;
import static org.fascicle.api.expr.Expressions.mean;
import static org.fascicle.api.expr.Expressions.meanKeep;
import static org.fascicle.api.expr.Expressions.minimum;
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
 * Adafactor: steps divided by the root of a moving average of squared gradients, of which matrices keep only the means of
 * rows and columns; relative to the size of the weights, and clipped. Tensors of higher rank factor their last two axes.
 * Shazeer and Stern, 2018, arXiv:1804.04235; options of Keras.
 */
@Technique(value = "adafactor", aliases = "Adafactor",
        description = "Adam's second average in the room of a row and a column per matrix; steps relative to the weights.",
        formula = "q = g^2 + epsilon_1, b = 1 - t^beta_2_decay; v, or means r, c of rows, columns, := b v + (1 - b) q; v "
                + "= r c / mean(r); u = g / sqrt(v); w - lr' max(epsilon_2, rms(w)) u / max(1, rms(u) / clip_threshold), "
                + "lr' = min(lr, 1 / sqrt(t))",
        source = "Shazeer and Stern, 2018, arXiv:1804.04235")
public record Adafactor(
        @Default("0.001") @Range("[0,inf)") Scheduled learningRate,
        @Default("-0.8") @Range("(-inf,0)") double beta_2Decay,
        @Default("1e-30") @Range("(0,inf)") double epsilon_1,
        @Default("1e-3") @Range("[0,inf)") double epsilon_2,
        @Default("1.0") @Range("(0,inf)") double clipThreshold,
        @Default("true") boolean relativeStep) implements Optimizer {

    @Override
    public Expr update(Param parameter, Expr gradient, UpdateScope scope) {
        Expr updates = scope.step().add(1);
        Expr kept = constant(1).sub(updates.pow(beta_2Decay));
        Expr squares = gradient.square().add(epsilon_1);
        Expr step = parameter.shape().rank() < 2
                ? gradient.div(sqrt(scope.average("velocity", squares, kept)))
                : factored(gradient, squares, kept, scope);
        Expr rate = scope.learningRate();
        if (relativeStep) {
            rate = minimum(rate, constant(1).div(sqrt(updates)));
        }
        Expr size = maximum(rms(parameter.value()), epsilon_2);
        return parameter.value().sub(step.mul(rate.mul(size).div(maximum(rms(step).div(clipThreshold), 1))));
    }

    // The roots are taken one by one: the product of a row's and a column's mean may be too small for float32.
    private static Expr factored(Expr gradient, Expr squares, Expr kept, UpdateScope scope) {
        Expr row = scope.average("row", meanKeep(squares, -1), kept);
        Expr column = scope.average("column", meanKeep(squares, -2), kept);
        return gradient.div(sqrt(row.div(meanKeep(row, -2)))).div(sqrt(column));
    }

    private static Expr rms(Expr x) {
        return sqrt(mean(x.square()));
    }
}
