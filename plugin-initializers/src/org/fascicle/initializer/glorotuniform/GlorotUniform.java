package org.fascicle.initializer.glorotuniform;

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
 * Glorot (Xavier) initialization, for none, tanh, logistic and softmax: uniform with variance 1 / fan_avg, fan_avg =
 * (fan_in + fan_out) / 2. Glorot and Bengio, 2010, AISTATS.
 * {@code inputAxes} and {@code outputAxes} name the axes whose extents make the fans, where they are not those of a kernel.
 */
@Technique(value = "glorot_uniform", aliases = "GlorotUniform",
        description = "Glorot (Xavier) initialization, for tanh, logistic and softmax: a uniform distribution.",
        formula = "w ~ U(-r, r), r = sqrt(3 / fan_avg), fan_avg = (fan_in + fan_out) / 2",
        source = "Glorot and Bengio, 2010, AISTATS, PMLR 9:249-256, proceedings.mlr.press/v9/glorot10a.html")
public record GlorotUniform(
        @Default("null") @Nullable List<Integer> inputAxes,
        @Default("null") @Nullable List<Integer> outputAxes) implements Initializer {
    @Override
    public Expr initialize(Shape shape, Scope scope) {
        double limit = Math.sqrt(3 / Math.max(1, Fans.of(shape, inputAxes, outputAxes).average()));
        return scope.uniform(shape).sub(0.5).mul(2 * limit);
    }
}
