package org.fascicle.layer.randomtranslation;

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

/**
 * Random shift of images {@code [rows, height, width]} or {@code [rows, height, width, channels]}: in training each is
 * moved down by a random share of its height and right by one of its width: between two bounds, or by up to one number
 * either way; otherwise the layer does nothing. Simard et al., 2003; Keras's RandomTranslation.
 */
@Technique(value = "random_translation", aliases = "RandomTranslation",
        description = "Shifts images at random in training.",
        formula = "y(i, j) = x(i - a height, j - b width), a ~ U(height_factor), b alike",
        source = "Simard, Steinkraus and Platt, 2003, doi:10.1109/ICDAR.2003.1227801; Keras RandomTranslation")
public record RandomTranslation(
        @Range("[-1,1]") List<Double> heightFactor,
        @Range("[-1,1]") List<Double> widthFactor,
        @Default("reflect") FillMode fillMode,
        @Default("bilinear") Interpolation interpolation,
        @Default("0.0") @Range("(-inf,inf)") double fillValue) implements Layer {

    public RandomTranslation {
        heightFactor = Images.bounds("height_factor", heightFactor);
        widthFactor = Images.bounds("width_factor", widthFactor);
    }

    @Override
    public Expr apply(Expr x, Scope scope) {
        Images images = Images.of("random_translation", x);
        if (!scope.training()) {
            return x;
        }
        Expr down = images.draw(heightFactor, scope).mul(images.height());
        Expr right = images.draw(widthFactor, scope).mul(images.width());
        return images.sampled(images.row().sub(down), images.column().sub(right), interpolation, fillMode, fillValue);
    }
}
