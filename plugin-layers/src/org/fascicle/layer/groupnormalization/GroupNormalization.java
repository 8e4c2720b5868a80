package org.fascicle.layer.groupnormalization;

import static org.fascicle.api.expr.Expressions.align;
import static org.fascicle.api.expr.Expressions.meanKeep;
import static org.fascicle.api.expr.Expressions.require;
import static org.fascicle.api.expr.Expressions.reshape;
import static org.fascicle.api.expr.Expressions.sqrt;

import java.util.stream.IntStream;

import org.fascicle.api.constraint.Constraint;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.initializer.Initializer;
import org.fascicle.api.layer.Layer;
import org.fascicle.api.regularizer.Regularizer;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.DefaultTechnique;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Technique;
import org.jspecify.annotations.Nullable;

/**
 * Group normalization: the channels along {@code axis} are split into {@code groups} of neighbours (−1: each by itself);
 * in each row each group, with all its positions, gets mean 0 and variance 1, then each channel the learned scale {@code
 * gamma} and offset {@code beta}. The shape is kept. Wu and He, 2018, arXiv:1803.08494.
 */
@Technique(value = "group_normalization", aliases = "GroupNormalization",
        description = "Normalizes groups of channels in each row, whatever the batch.",
        formula = "gamma (x - mean) / sqrt(variance + epsilon) + beta, mean and variance over a group of channels and all "
                + "positions",
        source = "Wu and He, 2018, arXiv:1803.08494")
public record GroupNormalization(
        @Default("32") @Range("[-1,inf)") int groups,
        @Default("-1") int axis,
        @Default("0.001") @Range("(0,inf)") double epsilon,
        @Default("true") boolean center,
        @Default("true") boolean scale,
        @DefaultTechnique(kind = "initializer", value = "zeros") Initializer betaInitializer,
        @DefaultTechnique(kind = "initializer", value = "ones") Initializer gammaInitializer,
        @Default("null") @Nullable Regularizer betaRegularizer,
        @Default("null") @Nullable Regularizer gammaRegularizer,
        @Default("null") @Nullable Constraint betaConstraint,
        @Default("null") @Nullable Constraint gammaConstraint) implements Layer {

    public GroupNormalization {
        require(groups != 0, "groups must not be 0");
    }

    @Override
    public Expr apply(Expr x, Scope scope) {
        int at = x.shape().axis(axis);
        require(at > 0, "group_normalization needs an axis of channels behind the rows, not axis " + axis);
        int channels = x.shape().extent(at);
        int count = groups < 0 ? channels : groups;
        require(channels % count == 0, channels + " channels are no multiple of " + count + " groups");
        Expr grouped = reshape(x, x.shape().with(at, channels / count).insert(at, count));
        int[] others = IntStream.range(1, grouped.shape().rank()).filter(each -> each != at).toArray();
        Expr centred = grouped.sub(meanKeep(grouped, others));
        Expr y = reshape(centred.div(sqrt(meanKeep(centred.square(), others).add(epsilon))), x.shape());
        Shape one = Shape.of(channels);
        if (scale) {
            Expr gamma = scope.parameter("gamma", one, gammaInitializer, gammaRegularizer, gammaConstraint);
            y = y.mul(align(gamma, x.shape(), at));
        }
        return !center ? y : y.add(align(
                scope.parameter("beta", one, betaInitializer, betaRegularizer, betaConstraint), x.shape(), at));
    }
}
