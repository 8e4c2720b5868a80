package org.fascicle.initializer.glorotnormal;

import java.util.List;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.initializer.Fans;
import org.fascicle.api.initializer.Initializer;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Technique;
import org.jspecify.annotations.Nullable;

/**
 * Glorot (Xavier) initialization, for none, tanh, logistic and softmax: normal with variance 1 / fan_avg, fan_avg =
 * (fan_in + fan_out) / 2. Glorot and Bengio, 2010, AISTATS. As in Keras the normal is cut at two standard deviations and
 * widened to have that variance nevertheless.
 * {@code inputAxes} and {@code outputAxes} name the axes whose extents make the fans, where they are not those of a kernel.
 */
@Technique(value = "glorot_normal", aliases = "GlorotNormal",
        description = "Glorot (Xavier) initialization, for tanh, logistic, softmax: normal, cut at two deviations.",
        formula = "w ~ N(0, 1 / fan_avg) within two standard deviations, fan_avg = (fan_in + fan_out) / 2",
        source = "Glorot and Bengio, 2010, AISTATS, PMLR 9:249-256, proceedings.mlr.press/v9/glorot10a.html")
public record GlorotNormal(
        @Default("null") @Nullable List<Integer> inputAxes,
        @Default("null") @Nullable List<Integer> outputAxes) implements Initializer {
    /** The standard deviation of the standard normal distribution after it was cut at two. */
    private static final double CUT = 0.87962566103423978;

    @Override
    public Expr initialize(Shape shape, Scope scope) {
        double variance = 1 / Math.max(1, Fans.of(shape, inputAxes, outputAxes).average());
        return scope.truncatedNormal(shape).mul(Math.sqrt(variance) / CUT);
    }
}
