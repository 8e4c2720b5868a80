package org.fascicle.layer.randomtranslation;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.layer.Layer;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Technique;
import org.fascicle.layer.image.FillMode;
import org.fascicle.layer.image.Images;

/**
 * Random shift of images {@code [rows, height, width]} or {@code [rows, height, width, channels]}: in training each is
 * moved by up to the share {@code heightFactor} of its height, either way, and {@code widthFactor} of its width, with
 * bilinear interpolation; otherwise the layer does nothing. Simard et al., 2003; Keras's RandomTranslation.
 */
@Technique(value = "random_translation",
        description = "Shifts images at random in training.",
        formula = "y(i, j) = x(i - a height, j - b width), a ~ U(-height_factor, height_factor), b alike",
        source = "Simard, Steinkraus and Platt, 2003, doi:10.1109/ICDAR.2003.1227801; Keras RandomTranslation")
public record RandomTranslation(
        @Range("[0,1]") double heightFactor,
        @Range("[0,1]") double widthFactor,
        @Default("reflect") FillMode fillMode,
        @Default("0.0") @Range("(-inf,inf)") double fillValue) implements Layer {

    @Override
    public Expr apply(Expr x, Scope scope) {
        Images images = Images.of("random_translation", x);
        if (!Images.active(scope)) {
            return x;
        }
        Expr down = images.draw(scope).mul(heightFactor * images.height());
        Expr right = images.draw(scope).mul(widthFactor * images.width());
        return images.sampled(images.row().sub(down), images.column().sub(right), fillMode, fillValue);
    }
}
