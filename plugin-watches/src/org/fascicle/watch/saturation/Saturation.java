package org.fascicle.watch.saturation;

import static org.fascicle.api.expr.Expressions.abs;
import static org.fascicle.api.expr.Expressions.max;
import static org.fascicle.api.expr.Expressions.mean;

import java.util.Map;
import java.util.stream.IntStream;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Type;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Technique;
import org.fascicle.api.watch.Watch;
import org.fascicle.api.watch.WatchedLayer;

/**
 * How much of a layer does not learn. {@code saturated} is the share of its numbers where the activation is nearly flat: the slope is
 * below {@code threshold}. {@code flat} is the share where it is 0, as in one half of a relu. {@code dead} is the share of its units (along
 * the last axis) whose slope is 0 for all rows and places of the batch: they get no gradient from it. A relu is flat for half of its
 * numbers where all is well; a dead unit is none of these. Layers without activation, and those where a number comes from several sums, as
 * in a softmax, are left out. Lu et al., 2019, arXiv:1903.06733.
 */
@Technique(value = "saturation",
        description = "Share of saturated numbers and of dead units of each layer with an activation.",
        formula = "saturated: share of |slope| < threshold; flat: of slopes of 0; dead: of units with slopes of 0 alone",
        source = "Glorot and Bengio, 2010; Lu, Shin, Su and Karniadakis, 2019, arXiv:1903.06733")
public record Saturation(@Default("0.02") @Range("(0,1)") double threshold) implements Watch {
    private static final double NONE = 1e-7;

    @Override
    public Map<String, Expr> layer(WatchedLayer layer) {
        Expr slope = layer.slope();
        if (slope == null || slope.shape().rank() < 2) {
            return Map.of();
        }
        Expr steep = abs(slope);
        int[] others = IntStream.range(0, slope.shape().rank() - 1).toArray();
        return Map.of("saturated", mean(steep.lt(threshold).cast(Type.REAL)), "flat", mean(steep.lt(NONE).cast(Type.REAL)),
                "dead", mean(max(steep, others).lt(NONE).cast(Type.REAL)));
    }
}
