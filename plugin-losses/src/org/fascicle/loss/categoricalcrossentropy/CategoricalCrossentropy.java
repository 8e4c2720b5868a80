package org.fascicle.loss.categoricalcrossentropy;

import static org.fascicle.api.expr.Expressions.iota;
import static org.fascicle.api.expr.Expressions.logSoftmax;
import static org.fascicle.api.expr.Expressions.require;
import static org.fascicle.api.expr.Expressions.reshape;
import static org.fascicle.api.expr.Expressions.sum;
import static org.fascicle.api.expr.Expressions.swapAxes;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.fascicle.api.loss.Domain;
import org.fascicle.api.loss.Loss;
import org.fascicle.api.loss.Prediction;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Technique;
import org.fascicle.loss.row.Rows;

/**
 * Cross-entropy of probabilities: the network's logarithms of probability along {@code axis}, weighed by the
 * target's probabilities; with label smoothing, those are drawn towards 1 / classes. Outputs that do not sum to 1 are divided by their
 * sum, as in Keras. Where rows are labelled the label's class has probability 1. With {@code fromLogits} the network ends without softmax. Good, 1952; Szegedy et al., 2015,
 * arXiv:1512.00567.
 */
@Technique(value = "categorical_crossentropy", aliases = "CategoricalCrossentropy",
        description = "Cross-entropy of classes that are given as probabilities, or smoothed.",
        formula = "-sum over classes of t' log p, t' = (1 - label_smoothing) t + label_smoothing / classes, "
                + "p = output / sum(output); from_logits: p = softmax(output)",
        source = "Good, 1952, doi:10.1111/j.2517-6161.1952.tb00104.x; smoothing: Szegedy, Vanhoucke, Ioffe, Shlens and "
                + "Wojna, 2015, arXiv:1512.00567")
public record CategoricalCrossentropy(
        @Default("false") boolean fromLogits,
        @Default("0.0") @Range("[0,1]") double labelSmoothing,
        @Default("-1") int axis) implements Loss {

    @Override
    public Target target() {
        return Target.VALUES;
    }

    @Override
    public Domain domain() {
        return Domain.of(fromLogits ? Domain.Outputs.DISTRIBUTION_LOGITS : Domain.Outputs.DISTRIBUTION)
                .units(Domain.Units.CLASSES).targets(Domain.Targets.DISTRIBUTION);
    }

    @Override
    public Expr loss(Prediction prediction, Expr target, Scope scope) {
        Shape shape = prediction.values().shape();
        require(shape.rank() >= 2, "needs one probability for each class, [rows, …, classes], not " + shape);
        Rows.requireAxis(axis, shape);
        Expr wanted = target.shape().equals(Shape.batch()) && shape.rank() == 2 && shape.extent(1) > 1
                ? iota(shape, 1).eq(reshape(target.cast(Type.INT32), Shape.of(shape.extent(0), 1))).cast(Type.REAL)
                : Rows.matched(target, shape);
        Expr smoothed = wanted.mul(1 - labelSmoothing).add(labelSmoothing / shape.extent(axis));
        Expr logProbabilities = fromLogits
                ? swapAxes(logSoftmax(swapAxes(prediction.values(), axis, -1)), axis, -1) : prediction.logDistribution(axis);
        return Rows.mean(sum(smoothed.mul(logProbabilities), axis).neg(), prediction, scope);
    }
}
