package org.fascicle.loss.meansquarederror;

import static org.fascicle.api.expr.Expressions.mean;
import static org.fascicle.api.expr.Expressions.require;
import static org.fascicle.api.expr.Expressions.reshape;

import java.util.stream.IntStream;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.loss.Loss;
import org.fascicle.api.loss.Prediction;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Technique;

/** Mean squared error: the mean, over all numbers of a row, of the squared difference from the target. Gauss, 1809. */
@Technique(value = "mean_squared_error",
        description = "Mean of the squared differences, for numbers to be predicted; outliers weigh much.",
        formula = "mean over a row of (prediction - target)^2",
        source = "Gauss, 1809, Theoria motus corporum coelestium; Keras MeanSquaredError")
public record MeanSquaredError() implements Loss {
    @Override
    public Target target() {
        return Target.VALUES;
    }

    @Override
    public Expr loss(Prediction prediction, Expr target, Scope scope) {
        Shape shape = prediction.values().shape();
        // One number a row may come as [rows] or [rows, 1]; subtracting those from each other would give [rows, rows].
        boolean fits = target.shape().equals(shape) || single(target.shape()) && single(shape);
        require(fits, "the target's shape " + target.shape() + " is not the prediction's, " + shape);
        Expr squares = prediction.values().sub(reshape(target, shape)).square();
        int[] behindRows = IntStream.range(1, shape.rank()).toArray();
        return behindRows.length == 0 ? squares : mean(squares, behindRows);
    }

    private static boolean single(Shape shape) {
        return shape.rank() >= 1 && shape.withoutFirst().size() == 1;
    }
}
