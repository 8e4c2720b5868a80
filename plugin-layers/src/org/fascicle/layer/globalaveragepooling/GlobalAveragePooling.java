package org.fascicle.layer.globalaveragepooling;

import static org.fascicle.api.expr.Expressions.mean;
import static org.fascicle.api.expr.Expressions.meanKeep;
import static org.fascicle.api.expr.Expressions.require;

import java.util.stream.IntStream;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.layer.Layer;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Technique;

/**
 * Mean over all positions of each channel, the last axis: from {@code [rows, …, channels]} to {@code [rows, channels]}.
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
        return keepdims ? meanKeep(x, positions) : mean(x, positions);
    }
}
