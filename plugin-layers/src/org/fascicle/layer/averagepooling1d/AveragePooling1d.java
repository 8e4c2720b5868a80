package org.fascicle.layer.averagepooling1d;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Window;
import org.fascicle.api.layer.Layer;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Technique;
import org.fascicle.layer.window.DataFormat;
import org.fascicle.layer.window.Padding;
import org.fascicle.layer.window.Pooling;
import org.fascicle.layer.window.Sequences;
import org.jspecify.annotations.Nullable;

/**
 * Takes the mean under a window that slides along a sequence, in each channel: from {@code [rows, steps, channels]} to
 * {@code [rows, steps', channels]}. The stride is the window's extent where it is not given. With the padding {@code same}
 * the window may stand over the end; the mean is that of the cells inside, as in Keras.
 */
@Technique(value = "average_pooling_1d", aliases = {"AveragePooling1D", "AvgPool1D", "average_pooling1d"},
        description = "Takes the mean under a sliding window of a sequence, in each channel.",
        formula = "y[i, c] = mean over a of x[s i + a, c]",
        source = "Customary; Keras AveragePooling1D")
public record AveragePooling1d(
        @Default("2") @Range("[1,inf)") int poolSize,
        @Default("null") @Range("[1,inf)") @Nullable Integer strides,
        @Default("valid") Padding padding,
        @Default("channels_last") DataFormat dataFormat) implements Layer {

    @Override
    public Expr apply(Expr x, Scope scope) {
        Expr image = Sequences.image("average_pooling_1d", x);
        Window inside = Window.of(1, poolSize).strides(1, strides == null ? poolSize : strides);
        Window window = padding.around(inside, image.shape());
        return Sequences.sequence(Pooling.average(image, window));
    }
}
