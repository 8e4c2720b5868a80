package org.fascicle.initializer.variancescaling;

import java.util.List;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.initializer.Fans;
import org.fascicle.api.initializer.Initializer;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Technique;
import org.jspecify.annotations.Nullable;

/**
 * Variance scaling, of which Glorot's, He's and LeCun's initializations are cases: variance scale / fan. A truncated
 * normal is cut at two standard deviations and widened to have that variance nevertheless. He et al., 2015,
 * arXiv:1502.01852; as in Keras.
 * {@code inputAxes} and {@code outputAxes} name the axes whose extents make the fans, where they are not those of a kernel.
 */
@Technique(value = "variance_scaling", aliases = "VarianceScaling",
        description = "Initialization with a variance that is scaled to a weight's fan-in, fan-out or their average.",
        formula = "Var(w) = scale / fan; uniform: U(-r, r), r = sqrt(3 scale / fan)",
        source = "He, Zhang, Ren and Sun, 2015, arXiv:1502.01852")
public record VarianceScaling(
        @Default("1.0") @Range("(0,inf)") double scale,
        @Default("fan_in") Mode mode,
        @Default("truncated_normal") Distribution distribution,
        @Default("null") @Nullable List<Integer> inputAxes,
        @Default("null") @Nullable List<Integer> outputAxes) implements Initializer {

    /** The standard deviation of the standard normal distribution after it was cut at two. */
    private static final double CUT = 0.87962566103423978;

    /** What the variance is scaled to. */
    public enum Mode { FAN_IN, FAN_OUT, FAN_AVG }

    /** What is drawn from. */
    public enum Distribution { TRUNCATED_NORMAL, UNTRUNCATED_NORMAL, UNIFORM }

    @Override
    public Expr initialize(Shape shape, Scope scope) {
        double variance = scale / Math.max(1, fan(Fans.of(shape, inputAxes, outputAxes)));
        return switch (distribution) {
            case TRUNCATED_NORMAL -> scope.truncatedNormal(shape).mul(Math.sqrt(variance) / CUT);
            case UNTRUNCATED_NORMAL -> scope.normal(shape).mul(Math.sqrt(variance));
            case UNIFORM -> scope.uniform(shape).sub(0.5).mul(2 * Math.sqrt(3 * variance));
        };
    }

    private double fan(Fans fans) {
        return switch (mode) {
            case FAN_IN -> fans.in();
            case FAN_OUT -> fans.out();
            case FAN_AVG -> fans.average();
        };
    }
}
