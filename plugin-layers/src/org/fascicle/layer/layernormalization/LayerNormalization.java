package org.fascicle.layer.layernormalization;

import static org.fascicle.api.expr.Expressions.align;
import static org.fascicle.api.expr.Expressions.meanKeep;
import static org.fascicle.api.expr.Expressions.require;
import static org.fascicle.api.expr.Expressions.sqrt;

import java.util.List;
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
 * Layer normalization: each row gets mean 0 and variance 1 along {@code axis}, one or several, then the learned scale
 * {@code gamma} and offset {@code beta}, which have the extents of those axes. The shape is kept. Ba et al., 2016,
 * arXiv:1607.06450.
 */
@Technique(value = "layer_normalization", aliases = "LayerNormalization",
        description = "Normalizes each row over its features, whatever the batch.",
        formula = "gamma (x - mean) / sqrt(variance + epsilon) + beta, mean and variance along axis",
        source = "Ba, Kiros and Hinton, 2016, arXiv:1607.06450")
public record LayerNormalization(
        @Default("-1") List<Integer> axis,
        @Default("0.001") @Range("(0,inf)") double epsilon,
        @Default("true") boolean center,
        @Default("true") boolean scale,
        @DefaultTechnique(kind = "initializer", value = "zeros") Initializer betaInitializer,
        @DefaultTechnique(kind = "initializer", value = "ones") Initializer gammaInitializer,
        @Default("null") @Nullable Regularizer betaRegularizer,
        @Default("null") @Nullable Regularizer gammaRegularizer,
        @Default("null") @Nullable Constraint betaConstraint,
        @Default("null") @Nullable Constraint gammaConstraint) implements Layer {

    @Override
    public Expr apply(Expr x, Scope scope) {
        int[] axes = axis.stream().mapToInt(x.shape()::axis).distinct().sorted().toArray();
        require(axes.length > 0 && axes[0] > 0, "layer_normalization needs axes behind the rows, not " + axis);
        Shape shape = Shape.of(IntStream.of(axes).map(x.shape()::extent).toArray());
        Expr centred = x.sub(meanKeep(x, axes));
        Expr y = centred.div(sqrt(meanKeep(centred.square(), axes).add(epsilon)));
        if (scale) {
            Expr gamma = scope.parameter("gamma", shape, gammaInitializer, gammaRegularizer, gammaConstraint);
            y = y.mul(align(gamma, x.shape(), axes));
        }
        return !center ? y : y.add(align(
                scope.parameter("beta", shape, betaInitializer, betaRegularizer, betaConstraint), x.shape(), axes));
    }
}
