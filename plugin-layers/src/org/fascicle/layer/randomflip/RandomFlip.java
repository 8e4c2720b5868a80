package org.fascicle.layer.randomflip;

import static org.fascicle.api.expr.Expressions.reverse;
import static org.fascicle.api.expr.Expressions.where;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.layer.Layer;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Technique;
import org.fascicle.layer.image.Images;

/**
 * Random flip of images {@code [rows, height, width]} or {@code [rows, height, width, channels]}: in training each is
 * mirrored, left to right and upside down, each with the probability ½; otherwise the layer does nothing. Customary;
 * Keras's RandomFlip.
 */
@Technique(value = "random_flip", aliases = "RandomFlip",
        description = "Mirrors random images in training.",
        formula = "x, or x back to front along width, height, or both",
        source = "Customary; Keras RandomFlip")
public record RandomFlip(@Default("horizontal_and_vertical") Mode mode) implements Layer {
    /** Which ways images are mirrored. */
    public enum Mode { HORIZONTAL, VERTICAL, HORIZONTAL_AND_VERTICAL }

    @Override
    public Expr apply(Expr x, Scope scope) {
        Images images = Images.of("random_flip", x);
        if (!scope.training()) {
            return x;
        }
        Expr y = images.pixels();
        y = mode == Mode.VERTICAL ? y : flipped(y, 2, scope);
        return images.restored(mode == Mode.HORIZONTAL ? y : flipped(y, 1, scope));
    }

    private static Expr flipped(Expr x, int axis, Scope scope) {
        return where(scope.uniform(Shape.of(x.shape().extent(0), 1, 1, 1)).lt(0.5), reverse(x, axis), x);
    }
}
