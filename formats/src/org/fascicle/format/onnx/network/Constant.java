package org.fascicle.format.onnx.network;

import java.util.Arrays;
import java.util.function.Supplier;

import org.fascicle.api.expr.Shape;
import org.fascicle.api.format.Imported;
import org.fascicle.format.onnx.proto.Elements;
import org.fascicle.format.onnx.proto.TensorFile;
import org.jspecify.annotations.Nullable;

/**
 * A tensor that is known. What is large is computed again each time, so that a network is not kept twice. NaN among whole numbers is the
 * number of rows. Immutable.
 */
final class Constant implements Value {
    private static final int SMALL = 1 << 10;
    /** So many orders of axes are kept, of which each is worked out of the one before. */
    private static final int DEEPEST = 16;

    private final Elements elements;
    private final int[] shape;
    private final Supplier<double[]> numbers;
    private final int depth;
    private double @Nullable [] known;

    private Constant(Elements elements, int[] shape, Supplier<double[]> numbers, int depth) {
        this.elements = elements;
        this.shape = shape;
        this.numbers = numbers;
        this.depth = depth;
    }

    /** With numbers, which are not copied. */
    static Constant of(Elements elements, int[] shape, double... numbers) {
        return new Constant(elements, shape.clone(), () -> numbers, 0);
    }

    /** Whole numbers in a row. */
    static Constant integers(double... numbers) {
        return of(Elements.INT64, new int[] {numbers.length}, numbers);
    }

    /** A tensor of a file. */
    static Constant of(TensorFile tensor) {
        return new Constant(tensor.elements(), tensor.shape(), tensor::values, 0);
    }

    Elements elements() {
        return elements;
    }

    int rank() {
        return shape.length;
    }

    int[] shape() {
        return shape.clone();
    }

    int extent(int axis) {
        return shape[axis];
    }

    int size() {
        return product(shape);
    }

    static int product(int... extents) {
        long size = 1;
        for (int extent : extents) {
            size *= extent;
            Refused.unless(size <= Integer.MAX_VALUE, "a tensor of the shape " + Arrays.toString(extents) + " is too large");
        }
        return (int) size;
    }

    /** The numbers, row-major; not to be changed. */
    double[] values() {
        double[] values = known;
        if (values == null) {
            values = numbers.get();
            if (values.length <= SMALL) {
                known = values;
            }
        }
        return values;
    }

    /** The only number. */
    double number(String what) {
        Refused.unless(size() == 1, what + " is a tensor of the shape " + Arrays.toString(shape) + ", not one number");
        return elements == Elements.DOUBLE ? values()[0] : shortest(values()[0]);
    }

    /** A number of 32 bits as it is written: 0.1, and not 0.10000000149. */
    static double shortest(double number) {
        return number == (float) number ? Double.parseDouble(Float.toString((float) number)) : number;
    }

    /** Whole numbers, of which none is unknown. */
    int[] integers(String what) {
        double[] values = values();
        int[] whole = new int[values.length];
        for (int i = 0; i < whole.length; i++) {
            Refused.unless(!Double.isNaN(values[i]), what + " depends on the number of rows");
            whole[i] = (int) values[i];
        }
        return whole;
    }

    /** With its axes in another order. */
    Constant transposed(int... axes) {
        boolean moved = false;
        int[] to = new int[axes.length];
        for (int i = 0; i < axes.length; i++) {
            moved |= axes[i] != i;
            to[i] = shape[axes[i]];
        }
        if (!moved) {
            return this;
        } else if (size() <= SMALL || depth == DEEPEST) {
            return of(elements, to, transpose(values(), shape, axes));
        }
        return new Constant(elements, to, () -> transpose(values(), shape, axes), depth + 1);
    }

    private static double[] transpose(double[] from, int[] shape, int[] axes) {
        int rank = shape.length;
        int[] strides = new int[rank];
        for (int i = rank - 1, stride = 1; i >= 0; stride *= shape[i--]) {
            strides[i] = stride;
        }
        double[] to = new double[from.length];
        int[] place = new int[rank];
        for (int i = 0, at = 0; i < to.length; i++) {
            to[i] = from[at];
            for (int axis = rank - 1; axis >= 0; axis--) {
                at += strides[axes[axis]];
                if (++place[axis] < shape[axes[axis]]) {
                    break;
                }
                at -= strides[axes[axis]] * place[axis];
                place[axis] = 0;
            }
        }
        return to;
    }

    /** The same numbers in another shape. */
    Constant reshaped(int... to) {
        Refused.unless(product(to) == size(), Arrays.toString(shape) + " cannot take the shape " + Arrays.toString(to));
        return Arrays.equals(to, shape) ? this : new Constant(elements, to.clone(), numbers, depth);
    }

    /** As a tensor of a model. */
    Imported.Numbers tensor() {
        return new Imported.Numbers() {
            @Override
            public Shape shape() {
                return Shape.of(shape);
            }

            @Override
            public double[] values() {
                return Constant.this.values().clone();
            }
        };
    }
}
