package org.fascicle.layer.window;

import static org.fascicle.api.expr.Expressions.require;
import static org.fascicle.api.expr.Expressions.reshape;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;

/** Sequences {@code [rows, steps, channels]} as images of one line, so that windows slide along them. */
public final class Sequences {
    private Sequences() {}

    /**
     * {@code [rows, 1, steps, channels]}.
     *
     * @throws IllegalArgumentException if x is no sequence; the message names the layer
     */
    public static Expr image(String layer, Expr x) {
        Shape shape = x.shape();
        require(shape.rank() == 3, layer + " takes sequences [rows, steps, channels], not " + shape);
        return reshape(x, Shape.of(shape.extent(0), 1, shape.extent(1), shape.extent(2)));
    }

    /** {@code [rows, steps, channels]} of an image of one line. */
    public static Expr sequence(Expr image) {
        return reshape(image, image.shape().drop(1));
    }
}
