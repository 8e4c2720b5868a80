package org.fascicle.watch.gradientsize;

import static org.fascicle.api.expr.Expressions.mean;
import static org.fascicle.api.expr.Expressions.sqrt;

import java.util.Map;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.technique.Technique;
import org.fascicle.api.watch.Watch;
import org.fascicle.api.watch.WatchedLayer;
import org.fascicle.api.watch.WatchedParameter;

/**
 * The size of gradients: the root of the mean of their squares, by each layer's sums, and by each trained parameter. From the last layer to
 * the first it should stay within a few powers of ten; where it vanishes, the first layers do not learn. Glorot and Bengio, 2010.
 */
@Technique(value = "gradient_size",
        description = "Root mean square of the gradient of each layer and each parameter.",
        formula = "sqrt(mean(g^2))",
        source = "Bengio, Simard and Frasconi, 1994; Glorot and Bengio, 2010")
public record GradientSize() implements Watch {
    @Override
    public Map<String, Expr> layer(WatchedLayer layer) {
        return Map.of("rms", rms(layer.gradient()));
    }

    @Override
    public Map<String, Expr> parameter(WatchedParameter parameter) {
        return Map.of("rms", rms(parameter.gradient()));
    }

    private static Expr rms(Expr gradient) {
        return sqrt(mean(gradient.square()));
    }
}
