package org.fascicle.layer.alphadropout;

import static org.fascicle.api.expr.Expressions.constant;
import static org.fascicle.api.expr.Expressions.sqrt;
import static org.fascicle.api.expr.Expressions.where;

import java.util.List;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.layer.Layer;
import org.fascicle.api.scope.Scheduled;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Technique;
import org.fascicle.layer.noise.NoiseShape;
import org.jspecify.annotations.Nullable;

/**
 * Alpha dropout, for SELU: in training, and in Monte-Carlo inference, each element is set to SELU's negative limit with
 * the probability {@code rate}, and all are scaled and moved so that mean 0 and variance 1 stay; otherwise the layer does
 * nothing. {@code noiseShape} has an extent for each axis, the rows first: 1 where elements share a draw, −1 (in a model
 * file also null, as Keras writes it) where each has its own. Klambauer et al., 2017, arXiv:1706.02515.
 */
@Technique(value = "alpha_dropout", aliases = "AlphaDropout",
        description = "Dropout that keeps mean and variance, so that a SELU network stays normalized.",
        formula = "a (x where u >= rate, else L) + b, u ~ U[0, 1), L = -1.7580993408473766, a = ((1 - rate) (1 + rate "
                + "L^2))^(-1/2), b = -a rate L",
        source = "Klambauer, Unterthiner, Mayr and Hochreiter, 2017, arXiv:1706.02515")
public record AlphaDropout(
        @Range("[0,1)") Scheduled rate,
        @Default("null") @Range("[-1,inf)") @Nullable List<Integer> noiseShape) implements Layer {
    /** SELU's value at minus infinity: minus alpha times scale. */
    private static final double LIMIT = -1.6732632423543772 * 1.0507009873554805;

    @Override
    public Expr apply(Expr x, Scope scope) {
        if (!scope.stochastic()) {
            return x;
        }
        Expr dropped = scope.value(rate);
        Expr variance = constant(1).sub(dropped).mul(dropped.mul(LIMIT * LIMIT).add(1));
        Expr scale = constant(1).div(sqrt(variance));
        Expr noisy = where(scope.uniform(NoiseShape.of("alpha_dropout", x.shape(), noiseShape)).ge(dropped), x, LIMIT);
        return noisy.sub(dropped.mul(LIMIT)).mul(scale);
    }
}
