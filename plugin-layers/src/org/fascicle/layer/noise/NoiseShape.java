package org.fascicle.layer.noise;

import static org.fascicle.api.expr.Expressions.require;

import java.util.List;

import org.fascicle.api.expr.Shape;
import org.jspecify.annotations.Nullable;

/** The shape of random numbers that elements of a tensor share, as Keras's {@code noise_shape} has it. */
public final class NoiseShape {
    /** An extent as that of the tensor; Keras writes None. */
    private static final int AS_GIVEN = -1;

    private NoiseShape() {}

    /**
     * The shape of the draws for a tensor.
     *
     * @param layer the layer's name, for messages
     * @param x the tensor's shape
     * @param wanted an extent for each axis, the rows first: 1 where elements share a draw, −1 or the tensor's own where they
     *     do not; null for none that share
     * @throws IllegalArgumentException if it does not fit the tensor
     */
    public static Shape of(String layer, Shape x, @Nullable List<Integer> wanted) {
        if (wanted == null) {
            return x;
        }
        require(wanted.size() == x.rank(), layer + " has a noise_shape " + wanted + " of " + wanted.size()
                + " axes for " + x + ", which has " + x.rank());
        Shape shape = x;
        for (int axis = 0; axis < wanted.size(); axis++) {
            int extent = wanted.get(axis);
            require(extent == 1 || extent == AS_GIVEN || extent == x.extent(axis), layer + " cannot have " + extent
                    + " in its noise_shape " + wanted + " for " + x + ": it is 1 where elements share a draw, else -1");
            shape = extent == 1 ? shape.with(axis, 1) : shape;
        }
        return shape;
    }
}
