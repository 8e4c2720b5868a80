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
 * mirrored with the probability ½, left to right, upside down, or both at once; otherwise the layer does nothing. As in
 * Keras one coin decides over both ways, so that an image is rotated by 180 degrees or stays; two layers, one for each way,
 * toss two. Customary; Keras's RandomFlip.
 */
@Technique(value = "random_flip", aliases = "RandomFlip",
        description = "Mirrors random images in training.",
        formula = "x where u >= 1/2, u ~ U[0, 1), else x back to front along width, height, or both",
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
        Expr mirrored = images.pixels();
        mirrored = mode == Mode.VERTICAL ? mirrored : reverse(mirrored, 2);
        mirrored = mode == Mode.HORIZONTAL ? mirrored : reverse(mirrored, 1);
        Expr coin = scope.uniform(Shape.of(x.shape().extent(0), 1, 1, 1)).lt(0.5);
        return images.restored(where(coin, mirrored, images.pixels()));
    }
}
