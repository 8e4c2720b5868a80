package org.fascicle.core.archive;

import java.util.Arrays;
import java.util.Objects;

import org.fascicle.api.expr.Shape;
import org.fascicle.api.format.Imported;

/** A tensor, row-major. One on the heap takes the array that it is given and hands out the same: nobody may change it. */
public abstract class Tensor {
    /** What its elements are, named as safetensors names them. */
    public enum Type {
        /** IEEE 754 binary32; a {@code float[]}. */
        F32(Float.BYTES),
        /** IEEE 754 binary64; a {@code double[]}. */
        F64(Double.BYTES),
        /** Signed 32-bit integers; an {@code int[]}. */
        I32(Integer.BYTES);

        private final int bytes;

        Type(int bytes) {
            this.bytes = bytes;
        }

        /** The bytes of one element. */
        int bytes() {
            return bytes;
        }
    }

    private final Shape shape;
    private final Type type;

    Tensor(Shape shape, Type type) {
        this.shape = shape;
        this.type = type;
    }

    private static Tensor of(Shape shape, Type type, Object data, int length) {
        if (shape.size() != length) {
            throw new IllegalArgumentException("a tensor " + shape + " has not " + length + " elements");
        }
        return new Tensor(shape, type) {
            @Override
            Object data() {
                return data;
            }

            @Override
            public void floats(Floats to) {
                to.take(0, floats(), length);
            }
        };
    }

    /** The array of its elements. */
    abstract Object data();

    /**
     * Hands over its elements in order, some at a time.
     *
     * @throws ClassCastException if they are not float32
     */
    public abstract void floats(Floats to);

    /** Takes elements of a tensor. */
    public interface Floats {
        /**
         * Takes some.
         *
         * @param at the number of elements before them
         * @param values an array that begins with them
         * @param count how many there are
         */
        void take(int at, float[] values, int count);
    }

    /** A tensor of float32. */
    public static Tensor of(Shape shape, float[] data) {
        return of(shape, Type.F32, data, data.length);
    }

    /** A tensor of float64. */
    public static Tensor of(Shape shape, double[] data) {
        return of(shape, Type.F64, data, data.length);
    }

    /** A tensor of int32. */
    public static Tensor of(Shape shape, int[] data) {
        return of(shape, Type.I32, data, data.length);
    }

    /** Its fixed shape. */
    public Shape shape() {
        return shape;
    }

    /** What its elements are. */
    public Type type() {
        return type;
    }

    /** Whether its elements are real numbers. */
    public boolean isReal() {
        return type != Type.I32;
    }

    /**
     * Its elements.
     *
     * @throws ClassCastException if they are not float32
     */
    public float[] floats() {
        return (float[]) data();
    }

    /**
     * Its elements.
     *
     * @throws ClassCastException if they are not float64
     */
    public double[] doubles() {
        return (double[]) data();
    }

    /** The same for other systems: its elements as float64, read when they are asked for. It has to be real. */
    public Imported.Numbers numbers() {
        return new Imported.Numbers() {
            @Override
            public Shape shape() {
                return shape;
            }

            @Override
            public double[] values() {
                return reals();
            }
        };
    }

    /**
     * Its elements as float64, a copy; exact for float32.
     *
     * @throws ClassCastException if they are not real
     */
    public double[] reals() {
        if (type == Type.F64) {
            return doubles().clone();
        }
        float[] floats = floats();
        double[] reals = new double[floats.length];
        for (int i = 0; i < reals.length; i++) {
            reals[i] = floats[i];
        }
        return reals;
    }

    /**
     * Its elements.
     *
     * @throws ClassCastException if they are not int32
     */
    public int[] ints() {
        return (int[]) data();
    }

    /** Equal if shape, type and all bits of the elements are. */
    @Override
    public boolean equals(Object other) {
        if (!(other instanceof Tensor)) {
            return false;
        }
        Tensor that = (Tensor) other;
        return shape.equals(that.shape) && type == that.type
                && (type == Type.F32 ? Arrays.equals(floats(), that.floats())
                        : type == Type.F64 ? Arrays.equals(doubles(), that.doubles()) : Arrays.equals(ints(), that.ints()));
    }

    @Override
    public int hashCode() {
        return Objects.hash(shape, type);
    }

    /** For messages: {@code F32 [784, 300]}. */
    @Override
    public String toString() {
        return type + " " + shape;
    }
}
