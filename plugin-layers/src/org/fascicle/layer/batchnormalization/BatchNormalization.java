package org.fascicle.layer.batchnormalization;

import static org.fascicle.api.expr.Expressions.align;
import static org.fascicle.api.expr.Expressions.constant;
import static org.fascicle.api.expr.Expressions.maximum;
import static org.fascicle.api.expr.Expressions.mean;
import static org.fascicle.api.expr.Expressions.minimum;
import static org.fascicle.api.expr.Expressions.require;
import static org.fascicle.api.expr.Expressions.sqrt;
import static org.fascicle.api.expr.Expressions.stopGradient;

import java.util.stream.IntStream;

import org.fascicle.api.constraint.Constraint;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Expressions;
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
 *
 * <p>With {@code renorm} (Ioffe, 2017, arXiv:1702.03275), training corrects what it has normalized towards averages of its
 * own, kept with {@code renormMomentum}: times r plus d, r within {@code renormRmin} and {@code renormRmax}, d within ±{@code
 * renormDmax}, where these are given. Keras has the three in a dictionary, {@code renorm_clipping}: rmin, rmax, dmax. As there,
 * the moving variance is that of a moving deviation then, less epsilon.
 */
@Technique(value = "batch_normalization", aliases = "BatchNormalization", stopsGradient = true,
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
        @Default("null") @Nullable Initializer movingVarianceInitializer,
        @Default("false") boolean renorm,
        @Default("null") @Range("[0,inf)") @Nullable Double renormRmin,
        @Default("null") @Range("[0,inf)") @Nullable Double renormRmax,
        @Default("null") @Range("[0,inf)") @Nullable Double renormDmax,
        @Default("0.99") @Range("[0,1]") double renormMomentum) implements Layer {
    /** A batch whose deviation float32 does not hold is taken for one that has this. */
    private static final double LARGEST_DEVIATION = 1e30;

    public BatchNormalization {
        require(renormRmin == null || renormRmax == null || renormRmin <= renormRmax,
                "renorm_rmin must not be above renorm_rmax");
    }

    @Override
    public Expr apply(Expr x, Scope scope) {
        int features = x.shape().axis(axis);
        require(features > 0, "batch_normalization needs an axis of features, not axis " + axis + " of " + x.shape());
        int[] others = IntStream.range(0, x.shape().rank()).filter(a -> a != features).toArray();
        Shape shape = Shape.of(x.shape().extent(features));
        Batch batch = new Batch(x, features, mean(x, others), others);
        Normal normal = renorm ? renormalized(batch, shape, scope) : plain(batch, shape, scope);
        Expr gamma = !scale ? constant(1)
                : scope.parameter("gamma", shape, gammaInitializer, gammaRegularizer, gammaConstraint);
        Expr y = x.sub(align(normal.centre, x.shape(), features)).mul(align(
                (normal.factor == null ? gamma : gamma.mul(normal.factor)).div(normal.deviation), x.shape(), features));
        Expr offset = normal.d == null ? null : normal.d.mul(gamma);
        if (center) {
            Expr beta = scope.parameter("beta", shape, betaInitializer, betaRegularizer, betaConstraint);
            offset = offset == null ? beta : offset.add(beta);
        }
        return offset == null ? y : y.add(align(offset, x.shape(), features));
    }

    // What x is normalized with: the batch's own statistics in training, which move the averages; else the averages.
    private Normal plain(Batch batch, Shape shape, Scope scope) {
        State movingMean = state("moving_mean", shape, movingMeanInitializer, 0, scope);
        State movingVariance = state("moving_variance", shape, movingVarianceInitializer, 1, scope);
        if (!scope.updatesStatistics()) {
            return new Normal(movingMean.value(), deviation(movingVariance.value()), null, null);
        }
        Expr variance = batch.variance();
        moved(movingMean, batch.mean, momentum);
        moved(movingVariance, variance, momentum);
        return new Normal(batch.mean, deviation(variance), null, null);
    }

    // In training x is corrected towards averages of its own, by r and d, which pass no gradient.
    private Normal renormalized(Batch batch, Shape shape, Scope scope) {
        Initializer deviations = movingVarianceInitializer == null ? null
                : (extents, place) -> sqrt(movingVarianceInitializer.initialize(extents, place));
        State movingMean = state("moving_mean", shape, movingMeanInitializer, 0, scope);
        State movingVariance = state("moving_variance", shape, movingVarianceInitializer, 1, scope);
        State movingDeviation = state("moving_stddev", shape, deviations, 1, scope);
        State mean = state("renorm_mean", shape, movingMeanInitializer, 0, scope);
        State deviation = state("renorm_stddev", shape, deviations, 1, scope);
        if (!scope.updatesStatistics()) {
            return new Normal(movingMean.value(), deviation(movingVariance.value()), null, null);
        }
        Expr own = minimum(deviation(batch.variance()), LARGEST_DEVIATION);
        Expr known = maximum(deviation.value(), Math.sqrt(epsilon));
        // r / own, which stays finite where own is very large.
        Expr factor = constant(1).div(known);
        factor = renormRmin == null ? factor : maximum(factor, constant(renormRmin).div(own));
        factor = renormRmax == null ? factor : minimum(factor, constant(renormRmax).div(own));
        Expr d = batch.mean.sub(mean.value()).div(known);
        d = renormDmax == null ? d : maximum(minimum(d, renormDmax), -renormDmax);
        moved(mean, batch.mean, renormMomentum);
        moved(deviation, own, renormMomentum);
        moved(movingMean, batch.mean, momentum);
        movingVariance.set(maximum(moved(movingDeviation, own, momentum).square().sub(epsilon), 0));
        // The quotient is 1, and its gradient that of own.
        return new Normal(batch.mean, own.div(stopGradient(own)), stopGradient(factor), stopGradient(d));
    }

    private Expr deviation(Expr variance) {
        return sqrt(variance.add(epsilon));
    }

    private static Expr moved(State average, Expr latest, double momentum) {
        return average.set(average.value().mul(momentum).add(latest.mul(1 - momentum)));
    }

    private static State state(String name, Shape shape, @Nullable Initializer initializer, double initial, Scope scope) {
        return initializer == null ? scope.state(name, shape, initial) : scope.state(name, shape, initializer);
    }

    /** The statistics of a batch; the variance is computed if it is asked for. */
    private record Batch(Expr x, int features, Expr mean, int[] others) {
        Expr variance() {
            return Expressions.mean(x.sub(align(mean, x.shape(), features)).square(), others);
        }
    }

    /** x becomes (x - centre) / deviation, then times a factor plus d where there are these. */
    private record Normal(Expr centre, Expr deviation, @Nullable Expr factor, @Nullable Expr d) {}
}
