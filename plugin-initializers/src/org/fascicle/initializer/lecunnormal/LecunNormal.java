package org.fascicle.initializer.lecunnormal;

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
 * LeCun initialization, for SELU: normal with variance 1 / fan_in. LeCun et al., 1998, doi:10.1007/3-540-49430-8_2. As in
 * Keras the normal is cut at two standard deviations and widened to have that variance nevertheless.
 * {@code inputAxes} and {@code outputAxes} name the axes whose extents make the fans, where they are not those of a kernel.
 */
@Technique(value = "lecun_normal", aliases = "LecunNormal",
        description = "LeCun initialization, for SELU: a normal cut at two standard deviations.",
        formula = "w ~ N(0, 1 / fan_in) within two standard deviations",
        source = "LeCun, Bottou, Orr and Müller, 1998, Efficient BackProp, doi:10.1007/3-540-49430-8_2")
public record LecunNormal(
        @Default("null") @Nullable List<Integer> inputAxes,
        @Default("null") @Nullable List<Integer> outputAxes) implements Initializer {
    /** The standard deviation of the standard normal distribution after it was cut at two. */
    private static final double CUT = 0.87962566103423978;

    @Override
    public Expr initialize(Shape shape, Scope scope) {
        double variance = 1 / Math.max(1, Fans.of(shape, inputAxes, outputAxes).in());
        return scope.truncatedNormal(shape).mul(Math.sqrt(variance) / CUT);
    }
}
