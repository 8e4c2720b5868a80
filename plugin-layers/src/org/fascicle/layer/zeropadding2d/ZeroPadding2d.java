package org.fascicle.layer.zeropadding2d;

import static org.fascicle.api.expr.Expressions.pad;

import java.util.List;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.layer.Layer;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Pairs;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Technique;
import org.fascicle.layer.window.Checks;
import org.fascicle.layer.window.DataFormat;

/**
 * Puts zeros around images: from {@code [rows, height, width, channels]} to {@code [rows, top + height + bottom,
 * left + width + right, channels]}. {@code padding} is top, bottom, left and right, or two numbers for height and width, or
 * one for all. As in Keras two pairs, {@code [[top, bottom], [left, right]]}, may be written.
 */
@Technique(value = "zero_padding_2d", aliases = {"ZeroPadding2D", "zero_padding2d"},
        description = "Puts zeros around images.",
        formula = "y[i, j, c] = x[i - top, j - left, c], 0 outside",
        source = "Customary; Keras ZeroPadding2D")
public record ZeroPadding2d(
        @Default("1,1") @Range("[0,inf)") @Pairs List<Integer> padding,
        @Default("channels_last") DataFormat dataFormat) implements Layer {

    public ZeroPadding2d {
        padding = Checks.sides("padding", padding);
    }

    @Override
    public Expr apply(Expr x, Scope scope) {
        int[] low = {0, padding.get(0), padding.get(2), 0};
        int[] high = {0, padding.get(1), padding.get(3), 0};
        return pad(Checks.image("zero_padding_2d", x), low, high, 0);
    }
}
