package org.fascicle.layer.randomcrop;

import static org.fascicle.api.expr.Expressions.floor;
import static org.fascicle.api.expr.Expressions.gather;
import static org.fascicle.api.expr.Expressions.iota;
import static org.fascicle.api.expr.Expressions.require;
import static org.fascicle.api.expr.Expressions.slice;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.fascicle.api.layer.Layer;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Technique;
import org.fascicle.layer.image.Images;

/**
 * Random crop of images {@code [rows, height, width]} or {@code [rows, height, width, channels]}: in training a window of
 * {@code height} by {@code width} pixels is taken from each at a random place, otherwise from the middle, at the
 * same scale. Krizhevsky et al., 2012; Keras's RandomCrop, which outside training makes whole images smaller instead.
 */
@Technique(value = "random_crop", aliases = "RandomCrop",
        description = "Takes a window at a random place of each image in training, else the middle.",
        formula = "y(i, j) = x(a + i, b + j), a, b at random, or in the middle",
        source = "Krizhevsky, Sutskever and Hinton, 2012, doi:10.1145/3065386; Keras RandomCrop")
public record RandomCrop(
        @Range("[1,inf)") int height,
        @Range("[1,inf)") int width) implements Layer {

    @Override
    public Expr apply(Expr x, Scope scope) {
        Images images = Images.of("random_crop", x);
        int tall = images.height() - height;
        int wide = images.width() - width;
        require(tall >= 0 && wide >= 0, "random_crop takes " + height + " by " + width + " pixels, and not of " + x.shape());
        if (!scope.training()) {
            int[] start = new int[x.shape().rank()];
            start[1] = tall / 2;
            start[2] = wide / 2;
            return slice(x, start, x.shape().with(1, start[1] + height).with(2, start[2] + width).toArray());
        }
        Expr rows = gather(images.pixels(), places(x, tall, height, scope), 1, 1);
        return images.restored(gather(rows, places(x, wide, width, scope), 2, 1));
    }

    /** The index of each pixel along one axis: int32 [rows, extent], from a start that is drawn from 0 to the slack. */
    private static Expr places(Expr x, int slack, int extent, Scope scope) {
        Expr start = floor(scope.uniform(Shape.of(x.shape().extent(0), 1)).mul(slack + 1)).cast(Type.INT32);
        return start.add(iota(Shape.of(1, extent), 1));
    }
}
