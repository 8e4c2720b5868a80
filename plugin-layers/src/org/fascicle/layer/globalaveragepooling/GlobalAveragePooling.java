package org.fascicle.layer.globalaveragepooling;

import static org.fascicle.api.expr.Expressions.align;
import static org.fascicle.api.expr.Expressions.broadcast;
import static org.fascicle.api.expr.Expressions.maximum;
import static org.fascicle.api.expr.Expressions.mean;
import static org.fascicle.api.expr.Expressions.meanKeep;
import static org.fascicle.api.expr.Expressions.require;
import static org.fascicle.api.expr.Expressions.sum;
import static org.fascicle.api.expr.Expressions.sumKeep;
import static org.fascicle.api.expr.Expressions.where;

import java.util.stream.IntStream;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Type;
import org.fascicle.api.layer.Layer;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Technique;

/**
 * Mean over all positions of each channel, the last axis: from {@code [rows, …, channels]} to {@code [rows, channels]}. Where steps are
 * masked, it is the mean of the others, and 0 where there are none.
 * Lin et al., 2013, arXiv:1312.4400; Keras's GlobalAveragePooling1D, 2D and 3D.
 */
@Technique(value = "global_average_pooling",
        aliases = {"GlobalAveragePooling1D", "GlobalAveragePooling2D", "GlobalAvgPool1D", "GlobalAvgPool2D",
            "global_average_pooling1d", "global_average_pooling2d"},
        description = "The mean of each feature map.",
        formula = "mean over all positions of x",
        source = "Lin, Chen and Yan, 2013, arXiv:1312.4400")
public record GlobalAveragePooling(@Default("false") boolean keepdims) implements Layer {
    @Override
    public Expr apply(Expr x, Scope scope) {
        require(x.shape().rank() >= 3, "global_average_pooling needs positions and channels behind the rows: " + x.shape());
        int[] positions = IntStream.range(1, x.shape().rank() - 1).toArray();
        Expr mask = scope.mask(x);
        if (mask == null) {
            return keepdims ? meanKeep(x, positions) : mean(x, positions);
        }
        Expr counts = broadcast(align(mask, x.shape(), 0, 1), x.shape());
        Expr kept = where(counts, x, 0);
        Expr ones = counts.cast(Type.REAL);
        return keepdims ? sumKeep(kept, positions).div(maximum(sumKeep(ones, positions), 1))
                : sum(kept, positions).div(maximum(sum(ones, positions), 1));
    }
}
