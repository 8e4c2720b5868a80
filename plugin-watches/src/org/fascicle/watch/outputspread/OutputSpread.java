package org.fascicle.watch.outputspread;

import static org.fascicle.api.expr.Expressions.mean;
import static org.fascicle.api.expr.Expressions.sqrt;

import java.util.Map;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.technique.Technique;
import org.fascicle.api.watch.Watch;
import org.fascicle.api.watch.WatchedLayer;

/**
 * Mean and standard deviation of what each layer gives, over all of its numbers in the batch. A deviation that falls or grows from layer to
 * layer is the first sign of an initializer that does not suit the activation. Glorot and Bengio, 2010.
 */
@Technique(value = "output_spread",
        description = "Mean and deviation of what each layer gives.",
        formula = "mean(y), sqrt(mean((y - mean(y))^2))",
        source = "Glorot and Bengio, 2010, Understanding the difficulty of training deep feedforward neural networks, AISTATS")
public record OutputSpread() implements Watch {
    @Override
    public Map<String, Expr> layer(WatchedLayer layer) {
        Expr mean = mean(layer.output());
        return Map.of("mean", mean, "deviation", sqrt(mean(layer.output().sub(mean).square())));
    }
}
