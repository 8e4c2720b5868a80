package org.fascicle.metric.accuracy;

import static org.fascicle.api.expr.Expressions.argmax;
import static org.fascicle.api.expr.Expressions.require;
import static org.fascicle.api.expr.Expressions.reshape;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.fascicle.api.loss.Domain;
import org.fascicle.api.loss.Prediction;
import org.fascicle.api.metric.Direction;
import org.fascicle.api.metric.Metric;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Technique;
import org.fascicle.metric.truth.Share;
import org.fascicle.metric.truth.Weighed;
import org.jspecify.annotations.Nullable;

/**
 * Accuracy: the share of rows whose class is predicted rightly. The predicted class is the most probable one; where the
 * network has a single output, it is 1 if that is above one half. Targets are labels, of either type, or one number for each
 * output (the class is the greatest).
 */
@Technique(value = "accuracy", aliases = {"Accuracy", "acc"},
        description = "The share of rows whose class is predicted rightly.",
        formula = "rows with argmax(prediction) = label, over rows; single output: prediction > 0.5",
        source = "Customary; Keras Accuracy")
public record Accuracy() implements Metric {
    @Override
    public void update(Prediction prediction, Expr target, Scope scope) {
        add(prediction, target, null, scope);
    }

    @Override
    public void update(Prediction prediction, Expr target, Expr weights, Scope scope) {
        add(prediction, target, weights, scope);
    }

    @Override
    public Domain domain() {
        return Domain.of(Domain.Outputs.PROBABILITIES);
    }

    private static void add(Prediction prediction, Expr target, @Nullable Expr weights, Scope scope) {
        Expr wanted = wanted(prediction.values().shape(), target);
        Share.tally(chosen(prediction.values()).cast(wanted.type()).eq(wanted), Weighed.weights(prediction, weights, scope),
                scope);
    }

    @Override
    public Expr result(Scope scope) {
        return Share.of(scope);
    }

    @Override
    public Direction direction() {
        return Direction.UP;
    }

    private static Expr chosen(Expr values) {
        return single(values.shape())
                ? reshape(values, places(values.shape())).gt(0.5).cast(Type.INT32)
                : argmax(values, -1);
    }

    private static Expr wanted(Shape prediction, Expr target) {
        Shape rows = places(prediction);
        if (target.shape().sizePerRow() == rows.sizePerRow()) {
            return reshape(target, rows);
        }
        require(target.type() == Type.REAL && target.shape().equals(prediction),
                "the target's shape " + target.shape() + " does not fit the prediction's, " + prediction);
        return argmax(target, -1);
    }

    private static boolean single(Shape prediction) {
        return prediction.rank() == 1 || prediction.extent(-1) == 1;
    }

    /** The rows, or the rows and steps, each of which has a class. */
    private static Shape places(Shape prediction) {
        return prediction.rank() == 1 ? prediction : prediction.drop(-1);
    }
}
