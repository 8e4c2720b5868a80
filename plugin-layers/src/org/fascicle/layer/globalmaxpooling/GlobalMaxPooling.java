package org.fascicle.layer.globalmaxpooling;

import static org.fascicle.api.expr.Expressions.max;
import static org.fascicle.api.expr.Expressions.maxKeep;
import static org.fascicle.api.expr.Expressions.require;

import java.util.stream.IntStream;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.layer.Layer;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Technique;

/**
 * Maximum over all positions of each channel, the last axis: from {@code [rows, …, channels]} to {@code [rows,
 * channels]}. Oquab et al., 2015; Keras's GlobalMaxPooling1D, 2D and 3D.
 */
@Technique(value = "global_max_pooling",
        aliases = {"GlobalMaxPooling1D", "GlobalMaxPooling2D", "GlobalMaxPool1D", "GlobalMaxPool2D", "global_max_pooling1d",
            "global_max_pooling2d"},
        description = "The greatest element of each feature map.",
        formula = "maximum over all positions of x",
        source = "Oquab, Bottou, Laptev and Sivic, 2015, doi:10.1109/CVPR.2015.7298668")
public record GlobalMaxPooling(@Default("false") boolean keepdims) implements Layer {
    @Override
    public Expr apply(Expr x, Scope scope) {
        require(x.shape().rank() >= 3, "global_max_pooling needs positions and channels behind the rows: " + x.shape());
        int[] positions = IntStream.range(1, x.shape().rank() - 1).toArray();
        return keepdims ? maxKeep(x, positions) : max(x, positions);
    }
}
