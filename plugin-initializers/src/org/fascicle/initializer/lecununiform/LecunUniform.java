package org.fascicle.initializer.lecununiform;

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
 * LeCun initialization, for SELU: uniform with variance 1 / fan_in. LeCun et al., 1998, doi:10.1007/3-540-49430-8_2.
 * {@code inputAxes} and {@code outputAxes} name the axes whose extents make the fans, where they are not those of a kernel.
 */
@Technique(value = "lecun_uniform", aliases = "LecunUniform",
        description = "LeCun initialization, for SELU: a uniform distribution.",
        formula = "w ~ U(-r, r), r = sqrt(3 / fan_in)",
        source = "LeCun, Bottou, Orr and Müller, 1998, Efficient BackProp, doi:10.1007/3-540-49430-8_2")
public record LecunUniform(
        @Default("null") @Nullable List<Integer> inputAxes,
        @Default("null") @Nullable List<Integer> outputAxes) implements Initializer {
    @Override
    public Expr initialize(Shape shape, Scope scope) {
        double limit = Math.sqrt(3 / Math.max(1, Fans.of(shape, inputAxes, outputAxes).in()));
        return scope.uniform(shape).sub(0.5).mul(2 * limit);
    }
}
