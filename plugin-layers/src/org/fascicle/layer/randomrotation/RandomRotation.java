package org.fascicle.layer.randomrotation;

import static org.fascicle.api.expr.Expressions.cos;
import static org.fascicle.api.expr.Expressions.sin;

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
 * Random rotation of images {@code [rows, height, width]} or {@code [rows, height, width, channels]}: in training each is
 * rotated about its centre by a random share of a full turn, against the clock: between two bounds, or by up to {@code
 * factor} either way; otherwise the layer does nothing. Simard et al., 2003; Keras's RandomRotation.
 */
@Technique(value = "random_rotation", aliases = "RandomRotation",
        description = "Turns images at random in training.",
        formula = "y(p) = x(c + R(p - c)), R a rotation by 2 pi a, a ~ U(factor), c the centre",
        source = "Simard, Steinkraus and Platt, 2003, doi:10.1109/ICDAR.2003.1227801; Keras RandomRotation")
public record RandomRotation(
        @Range("[-1,1]") List<Double> factor,
        @Default("reflect") FillMode fillMode,
        @Default("bilinear") Interpolation interpolation,
        @Default("0.0") @Range("(-inf,inf)") double fillValue) implements Layer {

    public RandomRotation {
        factor = Images.bounds("factor", factor);
    }

    @Override
    public Expr apply(Expr x, Scope scope) {
        Images images = Images.of("random_rotation", x);
        if (!scope.training()) {
            return x;
        }
        Expr angle = images.draw(factor, scope).mul(2 * Math.PI);
        double middleRow = (images.height() - 1) / 2.0;
        double middleColumn = (images.width() - 1) / 2.0;
        Expr i = images.row().sub(middleRow);
        Expr j = images.column().sub(middleColumn);
        Expr row = sin(angle).mul(j).add(cos(angle).mul(i)).add(middleRow);
        Expr column = cos(angle).mul(j).sub(sin(angle).mul(i)).add(middleColumn);
        return images.sampled(row, column, interpolation, fillMode, fillValue);
    }
}
