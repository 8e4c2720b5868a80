package org.fascicle.layer.randomzoom;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.layer.Layer;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Technique;
import org.fascicle.layer.image.FillMode;
import org.fascicle.layer.image.Images;

/**
 * Random zoom of images {@code [rows, height, width]} or {@code [rows, height, width, channels]}: in training each is
 * made smaller or larger about its centre, in height by up to the share {@code heightFactor} and in width by up to {@code
 * widthFactor}, or by the same if that is not given, with bilinear interpolation; otherwise the layer does nothing.
 * Customary; Keras's RandomZoom.
 */
@Technique(value = "random_zoom",
        description = "Makes images smaller or larger at random in training.",
        formula = "y(p) = x(c + z (p - c)), z ~ 1 + U(-factor, factor) for height and width, c the centre",
        source = "Customary; Keras RandomZoom")
public record RandomZoom(
        @Range("[0,1]") double heightFactor,
        @Default("null") @Range("[0,1]") Double widthFactor,
        @Default("reflect") FillMode fillMode,
        @Default("0.0") @Range("(-inf,inf)") double fillValue) implements Layer {

    @Override
    public Expr apply(Expr x, Scope scope) {
        Images images = Images.of("random_zoom", x);
        if (!Images.active(scope)) {
            return x;
        }
        Expr high = images.draw(scope).mul(heightFactor).add(1);
        Expr wide = widthFactor == null ? high : images.draw(scope).mul(widthFactor).add(1);
        double middleRow = (images.height() - 1) / 2.0;
        double middleColumn = (images.width() - 1) / 2.0;
        Expr row = images.row().sub(middleRow).mul(high).add(middleRow);
        Expr column = images.column().sub(middleColumn).mul(wide).add(middleColumn);
        return images.sampled(row, column, fillMode, fillValue);
    }
}
