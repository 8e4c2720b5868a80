package org.fascicle.layer.maxpooling2d;

import static org.fascicle.api.expr.Expressions.maxPool;

import java.util.List;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Window;
import org.fascicle.api.layer.Layer;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Technique;
import org.fascicle.layer.window.Checks;
import org.fascicle.layer.window.DataFormat;
import org.fascicle.layer.window.Padding;
import org.jspecify.annotations.Nullable;

/**
 * Takes the maximum under a window that slides over an image, in each channel: from
 * {@code [rows, height, width, channels]} to {@code [rows, height', width', channels]}. The strides are the
 * window's extents where they are not given. With the padding {@code same} the window may stand over the edge; what lies
 * outside does not count, as in Keras.
 */
@Technique(value = "max_pooling_2d", aliases = {"MaxPooling2D", "MaxPool2D", "max_pooling2d"},
        description = "Takes the greatest value under a sliding window of an image, in each channel.",
        formula = "y[i, j, c] = max over a, b of x[s i + a, s j + b, c]",
        source = "Zhou and Chellappa, 1988, doi:10.1109/ICNN.1988.23914; Keras MaxPooling2D")
public record MaxPooling2d(
        @Default("2,2") @Range("[1,inf)") List<Integer> poolSize,
        @Default("null") @Range("[1,inf)") @Nullable List<Integer> strides,
        @Default("valid") Padding padding,
        @Default("channels_last") DataFormat dataFormat) implements Layer {

    public MaxPooling2d {
        poolSize = Checks.pair("pool_size", poolSize);
        strides = strides == null ? null : Checks.pair("strides", strides);
    }

    @Override
    public Expr apply(Expr x, Scope scope) {
        Expr image = Checks.image("max_pooling_2d", x);
        Window window = padding.around(Window.of(poolSize).strides(strides == null ? poolSize : strides), image.shape());
        return maxPool(image, window);
    }
}
