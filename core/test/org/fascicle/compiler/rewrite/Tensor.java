package org.fascicle.compiler.rewrite;

import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;

/** Numbers of a shape, in row-major order, for tests; every type is held in doubles. */
public final class Tensor {
    public final Type type;
    public final Shape shape;
    public final double[] data;

    public Tensor(Type type, Shape shape, double[] data) {
        this.type = type;
        this.shape = shape;
        this.data = data;
        if (shape.size() != data.length) {
            throw new IllegalArgumentException(data.length + " numbers are no " + shape);
        }
    }

    public static Tensor real(Shape shape, double... data) {
        return new Tensor(Type.REAL, shape, data);
    }

    /** The distance in elements of neighbours along each axis. */
    public int[] strides() {
        int[] strides = new int[shape.rank()];
        int stride = 1;
        for (int i = strides.length - 1; i >= 0; i--) {
            strides[i] = stride;
            stride *= shape.extent(i);
        }
        return strides;
    }
}
