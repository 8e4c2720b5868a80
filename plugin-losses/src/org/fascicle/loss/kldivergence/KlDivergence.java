package org.fascicle.loss.kldivergence;

import static org.fascicle.api.expr.Expressions.log;
import static org.fascicle.api.expr.Expressions.maximum;
import static org.fascicle.api.expr.Expressions.minimum;
import static org.fascicle.api.expr.Expressions.require;
import static org.fascicle.api.expr.Expressions.sum;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.loss.Domain;
import org.fascicle.api.loss.Loss;
import org.fascicle.api.loss.Prediction;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Technique;
import org.fascicle.loss.row.Rows;

/**
 * Kullback–Leibler divergence of the network's probabilities along the last axis from the target's; both are
 * taken as at least 1e-7, as in Keras. Kullback and Leibler, 1951.
 */
@Technique(value = "kl_divergence", aliases = {"KLDivergence", "kld", "KLD", "kullback_leibler_divergence"},
        description = "How far the predicted probabilities are from the wanted ones, in nats.",
        formula = "sum over classes of t log(t / p), t and p clipped to [1e-7, 1]",
        source = "Kullback and Leibler, 1951, doi:10.1214/aoms/1177729694")
public record KlDivergence() implements Loss {
    private static final double LEAST = 1e-7;

    @Override
    public Target target() {
        return Target.VALUES;
    }

    @Override
    public Domain domain() {
        return Domain.of(Domain.Outputs.DISTRIBUTION).targets(Domain.Targets.UNIT_INTERVAL);
    }

    @Override
    public Expr loss(Prediction prediction, Expr target, Scope scope) {
        Shape shape = prediction.values().shape();
        require(shape.rank() >= 2, "needs one probability for each class, [rows, …, classes], not " + shape);
        Expr wanted = clipped(Rows.matched(target, shape));
        return Rows.mean(sum(wanted.mul(log(wanted).sub(log(clipped(prediction.values())))), -1), prediction, scope);
    }

    private static Expr clipped(Expr probability) {
        return minimum(maximum(probability, LEAST), 1);
    }
}
