package org.fascicle.api.initializer;

import java.util.List;

import org.fascicle.api.expr.Shape;
import org.jspecify.annotations.Nullable;

/**
 * Fan-in and fan-out of a weight tensor, as Keras counts them: a vector of n has both n; a matrix [in, out] has in and out; a
 * convolution kernel [spatial…, in, out] has both times the receptive field's size. Immutable.
 */
public final class Fans {
    private final double in;
    private final double out;

    private Fans(double in, double out) {
        this.in = in;
        this.out = out;
    }

    /** The fans of a tensor of a fixed shape. */
    public static Fans of(Shape shape) {
        switch (shape.rank()) {
            case 0:
                return new Fans(1, 1);
            case 1:
                return new Fans(shape.extent(0), shape.extent(0));
            default:
                double field = 1;
                for (int axis = 0; axis < shape.rank() - 2; axis++) {
                    field *= shape.extent(axis);
                }
                return new Fans(field * shape.extent(-2), field * shape.extent(-1));
        }
    }

    /**
     * The fans of a tensor of a fixed shape whose axes of inputs and of outputs are named: the product of the extents of each.
     *
     * @param inputs axes, negative ones counted from the last; null, as the others then, for {@link #of(Shape)}
     * @param outputs axes
     * @throws IllegalArgumentException if only one of the two is named
     */
    public static Fans of(Shape shape, @Nullable List<Integer> inputs, @Nullable List<Integer> outputs) {
        if (inputs == null && outputs == null) {
            return of(shape);
        } else if (inputs == null || outputs == null) {
            throw new IllegalArgumentException("input_axes and output_axes are of use together: give both, or none");
        }
        return new Fans(product(shape, inputs), product(shape, outputs));
    }

    private static double product(Shape shape, List<Integer> axes) {
        double product = 1;
        for (int axis : axes) {
            product *= shape.extent(axis);
        }
        return product;
    }

    /** The number of inputs that one output is summed from. */
    public double in() {
        return in;
    }

    /** The number of outputs that one input goes into. */
    public double out() {
        return out;
    }

    /** (fan-in + fan-out) / 2. */
    public double average() {
        return (in + out) / 2;
    }
}
