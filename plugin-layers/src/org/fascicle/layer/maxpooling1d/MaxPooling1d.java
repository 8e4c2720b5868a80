package org.fascicle.layer.maxpooling1d;

import static org.fascicle.api.expr.Expressions.maxPool;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Window;
import org.fascicle.api.layer.Layer;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Technique;
import org.fascicle.layer.window.DataFormat;
import org.fascicle.layer.window.Padding;
import org.fascicle.layer.window.Sequences;
import org.jspecify.annotations.Nullable;

/**
 * Takes the maximum under a window that slides along a sequence, in each channel: from {@code [rows, steps, channels]} to
 * {@code [rows, steps', channels]}. The stride is the window's extent where it is not given. With the padding {@code same}
 * the window may stand over the end; what lies outside does not count, as in Keras.
 */
@Technique(value = "max_pooling_1d", aliases = {"MaxPooling1D", "MaxPool1D", "max_pooling1d"},
        description = "Takes the greatest value under a sliding window of a sequence, in each channel.",
        formula = "y[i, c] = max over a of x[s i + a, c]",
        source = "Customary; Keras MaxPooling1D")
public record MaxPooling1d(
        @Default("2") @Range("[1,inf)") int poolSize,
        @Default("null") @Range("[1,inf)") @Nullable Integer strides,
        @Default("valid") Padding padding,
        @Default("channels_last") DataFormat dataFormat) implements Layer {

    @Override
    public Expr apply(Expr x, Scope scope) {
        Expr image = Sequences.image("max_pooling_1d", x);
        Window inside = Window.of(1, poolSize).strides(1, strides == null ? poolSize : strides);
        Window window = padding.around(inside, image.shape());
        return Sequences.sequence(maxPool(image, window));
    }
}
