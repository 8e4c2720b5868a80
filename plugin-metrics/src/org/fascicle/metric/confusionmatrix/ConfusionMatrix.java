package org.fascicle.metric.confusionmatrix;

import static org.fascicle.api.expr.Expressions.argmax;
import static org.fascicle.api.expr.Expressions.iota;
import static org.fascicle.api.expr.Expressions.matmul;
import static org.fascicle.api.expr.Expressions.require;
import static org.fascicle.api.expr.Expressions.reshape;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.fascicle.api.loss.Domain;
import org.fascicle.api.loss.Prediction;
import org.fascicle.api.metric.Metric;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.scope.State;
import org.fascicle.api.technique.Technique;
import org.fascicle.metric.truth.Truth;
import org.fascicle.metric.truth.Weighed;
import org.jspecify.annotations.Nullable;

/**
 * Confusion matrix, {@code [classes, classes]}: how many rows of class i were taken for class j. The predicted class is the
 * most probable one; where the network has a single output, there are two classes, and it is 1 if that is above one half.
 * Targets are labels, or one number for each class (the greatest is right). Townsend, 1971; TensorFlow's confusion_matrix.
 */
@Technique(value = "confusion_matrix",
        description = "How many rows of each class were taken for which class.",
        formula = "M_ij = rows with label i and argmax(prediction) j; single output: prediction > 0.5",
        source = "Townsend, 1971, doi:10.3758/BF03213026; tf.math.confusion_matrix")
public record ConfusionMatrix() implements Metric {
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
        Expr values = prediction.values();
        require(values.shape().rank() <= 2, "takes [rows] or [rows, classes], not " + values.shape());
        State matrix = state(values.shape(), scope);
        Expr truth = Truth.of(values.shape(), target);
        matrix.set(matrix.value().add(matmul(Weighed.of(chosen(truth), weights), chosen(values), true, false)));
    }

    @Override
    public Expr result(Shape prediction, Scope scope) {
        return state(prediction, scope).value();
    }

    private static State state(Shape prediction, Scope scope) {
        return scope.state("matrix", Shape.of(classes(prediction), classes(prediction)), 0);
    }

    private static int classes(Shape prediction) {
        return Math.max(2, (int) prediction.sizePerRow());
    }

    /** {@code [rows, classes]}: 1 for the predicted class, else 0. */
    private static Expr chosen(Expr values) {
        Shape row = Shape.of(values.shape().extent(0), 1);
        Expr choice = values.shape().sizePerRow() == 1
                ? reshape(values.gt(0.5).cast(Type.INT32), row) : reshape(argmax(values, -1), row);
        return iota(Shape.batch(classes(values.shape())), 1).eq(choice).cast(Type.REAL);
    }
}
