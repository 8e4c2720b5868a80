package org.fascicle.layer.cropping2d;

import static org.fascicle.api.expr.Expressions.require;
import static org.fascicle.api.expr.Expressions.slice;

import java.util.List;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.layer.Layer;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Pairs;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Technique;
import org.fascicle.layer.window.Checks;
import org.fascicle.layer.window.DataFormat;

/**
 * Cuts margins off images: from {@code [rows, height, width, channels]} to {@code [rows, height − top − bottom,
 * width − left − right, channels]}. {@code cropping} is top, bottom, left and right, or two numbers for height and width, or
 * one for all. As in Keras two pairs, {@code [[top, bottom], [left, right]]}, may be written.
 */
@Technique(value = "cropping_2d", aliases = {"Cropping2D", "cropping2d"},
        description = "Cuts margins off images.",
        formula = "y[i, j, c] = x[i + top, j + left, c]",
        source = "Customary; Keras Cropping2D")
public record Cropping2d(
        @Default("0,0") @Range("[0,inf)") @Pairs List<Integer> cropping,
        @Default("channels_last") DataFormat dataFormat) implements Layer {

    public Cropping2d {
        cropping = Checks.sides("cropping", cropping);
    }

    @Override
    public Expr apply(Expr x, Scope scope) {
        Shape image = Checks.image("cropping_2d", x).shape();
        int bottom = image.extent(1) - cropping.get(1);
        int right = image.extent(2) - cropping.get(3);
        require(cropping.get(0) < bottom && cropping.get(2) < right,
                "nothing is left of " + image + " cropped by " + cropping);
        return slice(slice(x, 1, cropping.get(0), bottom), 2, cropping.get(2), right);
    }
}
