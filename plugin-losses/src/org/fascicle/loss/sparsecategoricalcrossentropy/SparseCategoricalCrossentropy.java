package org.fascicle.loss.sparsecategoricalcrossentropy;

import static org.fascicle.api.expr.Expressions.iota;
import static org.fascicle.api.expr.Expressions.logSoftmax;
import static org.fascicle.api.expr.Expressions.require;
import static org.fascicle.api.expr.Expressions.reshape;
import static org.fascicle.api.expr.Expressions.sum;
import static org.fascicle.api.expr.Expressions.where;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.loss.Domain;
import org.fascicle.api.loss.Loss;
import org.fascicle.api.loss.Prediction;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Technique;
import org.jspecify.annotations.Nullable;

/**
 * Cross-entropy of a label: minus the logarithm of the probability that the network {@code [rows, classes]} gives to the
 * right class. Outputs that do not sum to 1 are divided by their sum, as in Keras. With {@code fromLogits} the network ends without
 * softmax. Rows of {@code ignoreClass} have no loss, and the mean is that of the other rows. The only axis of classes is 1, or −1. Good,
 * 1952.
 */
@Technique(value = "sparse_categorical_crossentropy", aliases = "SparseCategoricalCrossentropy",
        description = "Cross-entropy of labels: how improbable the network found the right class.",
        formula = "-log p_label, p = output / sum(output); from_logits: p = softmax(output)",
        source = "Good, 1952, doi:10.1111/j.2517-6161.1952.tb00104.x")
public record SparseCategoricalCrossentropy(
        @Default("false") boolean fromLogits,
        @Default("null") @Nullable Integer ignoreClass,
        @Default("-1") int axis) implements Loss {

    @Override
    public Target target() {
        return Target.LABEL;
    }

    @Override
    public Domain domain() {
        Domain domain = Domain.of(fromLogits ? Domain.Outputs.DISTRIBUTION_LOGITS : Domain.Outputs.DISTRIBUTION)
                .units(Domain.Units.CLASSES);
        return ignoreClass == null ? domain : domain.ignoring(ignoreClass);
    }

    @Override
    public @Nullable Expr counted(Expr target) {
        return ignoreClass == null ? null : target.eq(ignoreClass).not();
    }

    @Override
    public Expr loss(Prediction prediction, Expr target, Scope scope) {
        Shape shape = prediction.values().shape();
        require(shape.rank() == 2, "needs one probability for each class, [rows, classes], not " + shape);
        require(axis == 1 || axis == -1, "the classes lie along axis 1 of " + shape + ", not along axis " + axis);
        Expr logProbabilities = fromLogits ? logSoftmax(prediction.values()) : prediction.logDistribution(axis);
        Expr label = reshape(target, Shape.of(shape.extent(0), 1));
        Expr each = sum(where(iota(shape, 1).eq(label), logProbabilities, 0), 1).neg();
        Expr counted = counted(target);
        return counted == null ? each : where(counted, each, 0);
    }
}
