package org.fascicle.layer.batchnormalization;

import static org.fascicle.api.expr.Expressions.align;
import static org.fascicle.api.expr.Expressions.constant;
import static org.fascicle.api.expr.Expressions.mean;
import static org.fascicle.api.expr.Expressions.require;
import static org.fascicle.api.expr.Expressions.sqrt;

import java.util.stream.IntStream;

import org.fascicle.api.constraint.Constraint;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.initializer.Initializer;
import org.fascicle.api.layer.Layer;
import org.fascicle.api.regularizer.Regularizer;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.scope.State;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.DefaultTechnique;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Technique;
import org.jspecify.annotations.Nullable;

/**
 * Batch normalization: each feature along {@code axis} gets mean 0 and variance 1 over the batch and all other axes, then
 * the learned scale {@code gamma} and offset {@code beta}. Moving averages of mean and (biased) variance are kept for
 * inference; they begin with 0 and 1, or as {@code movingMeanInitializer} and {@code movingVarianceInitializer} say. The
 * shape is kept. Ioffe and Szegedy, 2015, arXiv:1502.03167.
 */
@Technique(value = "batch_normalization", aliases = "BatchNormalization",
        description = "Normalizes each feature over the batch; larger learning rates become possible.",
        formula = "gamma (x - mean) / sqrt(variance + epsilon) + beta; moving := momentum moving + (1 - momentum) batch",
        source = "Ioffe and Szegedy, 2015, arXiv:1502.03167")
public record BatchNormalization(
        @Default("-1") int axis,
        @Default("0.99") @Range("[0,1]") double momentum,
        @Default("0.001") @Range("(0,inf)") double epsilon,
        @Default("true") boolean center,
        @Default("true") boolean scale,
        @DefaultTechnique(kind = "initializer", value = "zeros") Initializer betaInitializer,
        @DefaultTechnique(kind = "initializer", value = "ones") Initializer gammaInitializer,
        @Default("null") @Nullable Regularizer betaRegularizer,
        @Default("null") @Nullable Regularizer gammaRegularizer,
        @Default("null") @Nullable Constraint betaConstraint,
        @Default("null") @Nullable Constraint gammaConstraint,
        @Default("null") @Nullable Initializer movingMeanInitializer,
        @Default("null") @Nullable Initializer movingVarianceInitializer) implements Layer {

    @Override
    public Expr apply(Expr x, Scope scope) {
        int features = x.shape().axis(axis);
        require(features > 0, "batch_normalization needs an axis of features, not axis " + axis + " of " + x.shape());
        int[] others = IntStream.range(0, x.shape().rank()).filter(a -> a != features).toArray();
        Shape shape = Shape.of(x.shape().extent(features));
        Expr mean = statistic("moving_mean", movingMeanInitializer, 0, mean(x, others), scope);
        Expr centred = x.sub(align(mean, x.shape(), features));
        Expr variance = statistic("moving_variance", movingVarianceInitializer, 1, mean(centred.square(), others), scope);
        Expr gamma = !scale ? constant(1)
                : scope.parameter("gamma", shape, gammaInitializer, gammaRegularizer, gammaConstraint);
        Expr y = centred.mul(align(gamma.div(sqrt(variance.add(epsilon))), x.shape(), features));
        return !center ? y : y.add(align(
                scope.parameter("beta", shape, betaInitializer, betaRegularizer, betaConstraint), x.shape(), features));
    }

    // What x is normalized with: the batch's own statistics in training, which move the average; else the average.
    private Expr statistic(String name, @Nullable Initializer initializer, double initial, Expr ofBatch, Scope scope) {
        State moving = initializer == null ? scope.state(name, ofBatch.shape(), initial)
                : scope.state(name, ofBatch.shape(), initializer);
        if (!scope.updatesStatistics()) {
            return moving.value();
        }
        moving.set(moving.value().mul(momentum).add(ofBatch.mul(1 - momentum)));
        return ofBatch;
    }
}
