package org.fascicle.loss.binarycrossentropy;

import static org.fascicle.api.expr.Expressions.constant;
import static org.fascicle.api.expr.Expressions.softplus;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.loss.Domain;
import org.fascicle.api.loss.Loss;
import org.fascicle.api.loss.Prediction;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Technique;
import org.fascicle.loss.row.Rows;

/**
 * Cross-entropy of yes or no, for each number of a row by itself: minus the logarithm of the probability that the network
 * gives to the right answer; the mean over a row. Targets are numbers from 0 to 1, or labels of two classes. With label smoothing the
 * target is drawn towards ½. With {@code fromLogits} the network ends without sigmoid. The mean is first that along {@code axis}. Good,
 * 1952.
 */
@Technique(value = "binary_crossentropy", aliases = {"BinaryCrossentropy", "bce", "BCE"},
        description = "Cross-entropy of answers yes or no, each by itself.",
        formula = "mean over a row of -(t' log p + (1 - t') log(1 - p)), t' = (1 - label_smoothing) t + label_smoothing / "
                + "2; from_logits: p = sigmoid(output)",
        source = "Good, 1952, doi:10.1111/j.2517-6161.1952.tb00104.x; Keras BinaryCrossentropy")
public record BinaryCrossentropy(
        @Default("false") boolean fromLogits,
        @Default("0.0") @Range("[0,1]") double labelSmoothing,
        @Default("-1") int axis) implements Loss {

    @Override
    public Target target() {
        return Target.VALUES;
    }

    @Override
    public Domain domain() {
        return Domain.of(fromLogits ? Domain.Outputs.LOGITS : Domain.Outputs.PROBABILITIES)
                .targets(Domain.Targets.UNIT_INTERVAL);
    }

    @Override
    public Expr loss(Prediction prediction, Expr target, Scope scope) {
        Rows.requireAxis(axis, prediction.values().shape());
        Expr wanted = Rows.matched(target, prediction.values().shape()).mul(1 - labelSmoothing).add(0.5 * labelSmoothing);
        Expr unwanted = constant(1).sub(wanted);
        Expr z = prediction.values();
        Expr yes = fromLogits ? softplus(z.neg()).neg() : prediction.logProbabilities();
        Expr no = fromLogits ? softplus(z).neg() : prediction.logComplements();
        return Rows.mean(wanted.mul(yes).add(unwanted.mul(no)).neg(), prediction, scope);
    }
}
