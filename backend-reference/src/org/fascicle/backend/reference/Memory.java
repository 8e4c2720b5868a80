package org.fascicle.backend.reference;

import org.fascicle.api.backend.MemoryException;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.ShapeException;
import org.fascicle.api.expr.Type;

/**
 * Where a workspace gets its arrays from, or, when measuring, how much it would get. Refuses with a {@link MemoryException}. One
 * thread at a time.
 */
final class Memory {
    /** The longest array that every virtual machine can make. */
    private static final int MOST_ELEMENTS = Integer.MAX_VALUE - 8;
    /** In place of an array that is not needed. */
    static final double[] NO_REALS = {};
    static final int[] NO_INTEGERS = {};

    private final boolean measuring;
    private long bytes;

    private Memory(boolean measuring) {
        this.measuring = measuring;
    }

    /** Arrays of the heap. */
    static Memory heap() {
        return new Memory(false);
    }

    /** Counts, and gives empty arrays. */
    static Memory measuring() {
        return new Memory(true);
    }

    /** What was asked for until now. */
    long bytes() {
        return bytes;
    }

    /** Zeros. */
    double[] reals(int elements) {
        bytes += (long) elements * Double.BYTES;
        return measuring ? NO_REALS : new double[elements];
    }

    /** Zeros. */
    int[] integers(int elements) {
        bytes += (long) elements * Integer.BYTES;
        return measuring ? NO_INTEGERS : new int[elements];
    }

    /** The number of elements that a shape has with so many rows, if an array can hold them. */
    static int elements(Type type, Shape shape, int rows, Object what) {
        long elements;
        try {
            elements = shape.size(rows);
        } catch (ShapeException e) {
            elements = Long.MAX_VALUE;
        }
        return elements(type, elements, what);
    }

    /** A number of elements, if an array can hold them. */
    static int elements(Type type, long elements, Object what) {
        if (elements > MOST_ELEMENTS) {
            throw new MemoryException(what.toString(), bytes(type, elements), "one array", bytes(type, MOST_ELEMENTS), null);
        }
        return (int) elements;
    }

    /** The bytes that elements of a type take. */
    static long bytes(Type type, long elements) {
        int width = type == Type.REAL ? Double.BYTES : Integer.BYTES;
        return elements > Long.MAX_VALUE / width ? Long.MAX_VALUE : elements * width;
    }

    /** Refuses what the heap can never hold. */
    static void requireRoom(String what, long bytes) {
        if (bytes > Runtime.getRuntime().maxMemory()) {
            throw MemoryException.ofHeap(what, bytes, null);
        }
    }
}
