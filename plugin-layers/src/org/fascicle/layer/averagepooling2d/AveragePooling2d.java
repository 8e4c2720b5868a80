package org.fascicle.layer.averagepooling2d;

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
import org.fascicle.layer.window.Pooling;
import org.jspecify.annotations.Nullable;

/**
 * Takes the mean under a window that slides over an image, in each channel: from
 * {@code [rows, height, width, channels]} to {@code [rows, height', width', channels]}. The strides are the
 * window's extents where they are not given. With the padding {@code same} the window may stand over the edge; the mean
 * is that of the cells inside, as in Keras.
 */
@Technique(value = "average_pooling_2d", aliases = {"AveragePooling2D", "AvgPool2D", "average_pooling2d"},
        description = "Takes the mean under a sliding window of an image, in each channel.",
        formula = "y[i, j, c] = mean over a, b of x[s i + a, s j + b, c]",
        source = "LeCun et al., 1989, doi:10.1162/neco.1989.1.4.541; Keras AveragePooling2D")
public record AveragePooling2d(
        @Default("2,2") @Range("[1,inf)") List<Integer> poolSize,
        @Default("null") @Range("[1,inf)") @Nullable List<Integer> strides,
        @Default("valid") Padding padding,
        @Default("channels_last") DataFormat dataFormat) implements Layer {

    public AveragePooling2d {
        poolSize = Checks.pair("pool_size", poolSize);
        strides = strides == null ? null : Checks.pair("strides", strides);
    }

    @Override
    public Expr apply(Expr x, Scope scope) {
        Expr image = Checks.image("average_pooling_2d", x);
        Window window = padding.around(Window.of(poolSize).strides(strides == null ? poolSize : strides), image.shape());
        return Pooling.average(image, window);
    }
}
