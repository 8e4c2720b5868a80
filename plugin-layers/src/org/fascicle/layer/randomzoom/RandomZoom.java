package org.fascicle.layer.randomzoom;

import java.util.List;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.layer.Layer;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Technique;
import org.fascicle.layer.image.FillMode;
import org.fascicle.layer.image.Images;
import org.fascicle.layer.image.Interpolation;
import org.jspecify.annotations.Nullable;

/**
 * Random zoom of images {@code [rows, height, width]} or {@code [rows, height, width, channels]}: in training each is
 * made smaller (a positive factor) or larger about its centre, in height and in width, or in both alike if there is no
 * {@code widthFactor}: between two bounds, or by up to one number either way; otherwise the layer does nothing.
 * Customary; Keras's RandomZoom.
 */
@Technique(value = "random_zoom", aliases = "RandomZoom",
        description = "Makes images smaller or larger at random in training.",
        formula = "y(p) = x(c + z (p - c)), z ~ 1 + U(factor) for height and width, c the centre",
        source = "Customary; Keras RandomZoom")
public record RandomZoom(
        @Range("[-1,1]") List<Double> heightFactor,
        @Default("null") @Range("[-1,1]") @Nullable List<Double> widthFactor,
        @Default("reflect") FillMode fillMode,
        @Default("bilinear") Interpolation interpolation,
        @Default("0.0") @Range("(-inf,inf)") double fillValue) implements Layer {

    public RandomZoom {
        heightFactor = Images.bounds("height_factor", heightFactor);
        widthFactor = widthFactor == null ? null : Images.bounds("width_factor", widthFactor);
    }

    @Override
    public Expr apply(Expr x, Scope scope) {
        Images images = Images.of("random_zoom", x);
        if (!scope.training()) {
            return x;
        }
        Expr high = images.draw(heightFactor, scope).add(1);
        Expr wide = widthFactor == null ? high : images.draw(widthFactor, scope).add(1);
        double middleRow = (images.height() - 1) / 2.0;
        double middleColumn = (images.width() - 1) / 2.0;
        Expr row = images.row().sub(middleRow).mul(high).add(middleRow);
        Expr column = images.column().sub(middleColumn).mul(wide).add(middleColumn);
        return images.sampled(row, column, interpolation, fillMode, fillValue);
    }
}
