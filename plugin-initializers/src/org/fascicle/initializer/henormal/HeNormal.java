package org.fascicle.initializer.henormal;

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
 * He initialization, for ReLU, its variants and ELU: normal with variance 2 / fan_in. He et al., 2015, arXiv:1502.01852.
 * As in Keras the normal is cut at two standard deviations and widened to have that variance nevertheless.
 * {@code inputAxes} and {@code outputAxes} name the axes whose extents make the fans, where they are not those of a kernel.
 */
@Technique(value = "he_normal", aliases = "HeNormal",
        description = "He initialization, for ReLU, its variants and ELU: a normal cut at two standard deviations.",
        formula = "w ~ N(0, 2 / fan_in) within two standard deviations",
        source = "He, Zhang, Ren and Sun, 2015, arXiv:1502.01852")
public record HeNormal(
        @Default("null") @Nullable List<Integer> inputAxes,
        @Default("null") @Nullable List<Integer> outputAxes) implements Initializer {
    /** The standard deviation of the standard normal distribution after it was cut at two. */
    private static final double CUT = 0.87962566103423978;

    @Override
    public Expr initialize(Shape shape, Scope scope) {
        double variance = 2 / Math.max(1, Fans.of(shape, inputAxes, outputAxes).in());
        return scope.truncatedNormal(shape).mul(Math.sqrt(variance) / CUT);
    }
}
