package org.fascicle.loss.sparsecategoricalcrossentropy;

import static org.fascicle.api.expr.Expressions.iota;
import static org.fascicle.api.expr.Expressions.logSoftmax;
import static org.fascicle.api.expr.Expressions.require;
import static org.fascicle.api.expr.Expressions.reshape;
import static org.fascicle.api.expr.Expressions.sum;
import static org.fascicle.api.expr.Expressions.where;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.loss.Loss;
import org.fascicle.api.loss.Prediction;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Technique;

/**
 * Cross-entropy of a label: minus the logarithm of the probability that the network {@code [rows, classes]} gives to the
 * right class. With {@code fromLogits} the network ends without softmax. Good, 1952.
 */
@Technique(value = "sparse_categorical_crossentropy", aliases = "SparseCategoricalCrossentropy",
        description = "Cross-entropy of labels: how improbable the network found the right class.",
        formula = "-log p_label; from_logits: p = softmax(output)",
        source = "Good, 1952, doi:10.1111/j.2517-6161.1952.tb00104.x")
public record SparseCategoricalCrossentropy(@Default("false") boolean fromLogits) implements Loss {
    @Override
    public Target target() {
        return Target.LABEL;
    }

    @Override
    public Expr loss(Prediction prediction, Expr target, Scope scope) {
        Shape shape = prediction.values().shape();
        require(shape.rank() == 2, "needs one probability for each class, [rows, classes], not " + shape);
        Expr logProbabilities = fromLogits ? logSoftmax(prediction.values()) : prediction.logProbabilities();
        Expr label = reshape(target, Shape.of(shape.extent(0), 1));
        return sum(where(iota(shape, 1).eq(label), logProbabilities, 0), 1).neg();
    }
}
