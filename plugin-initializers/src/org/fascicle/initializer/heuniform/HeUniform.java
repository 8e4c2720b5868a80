package org.fascicle.initializer.heuniform;

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
 * He initialization, for ReLU, its variants and ELU: uniform with variance 2 / fan_in. He et al., 2015, arXiv:1502.01852.
 * {@code inputAxes} and {@code outputAxes} name the axes whose extents make the fans, where they are not those of a kernel.
 */
@Technique(value = "he_uniform", aliases = "HeUniform",
        description = "He initialization, for ReLU, its variants and ELU: a uniform distribution.",
        formula = "w ~ U(-r, r), r = sqrt(6 / fan_in)",
        source = "He, Zhang, Ren and Sun, 2015, arXiv:1502.01852")
public record HeUniform(
        @Default("null") @Nullable List<Integer> inputAxes,
        @Default("null") @Nullable List<Integer> outputAxes) implements Initializer {
    @Override
    public Expr initialize(Shape shape, Scope scope) {
        double limit = Math.sqrt(6 / Math.max(1, Fans.of(shape, inputAxes, outputAxes).in()));
        return scope.uniform(shape).sub(0.5).mul(2 * limit);
    }
}
