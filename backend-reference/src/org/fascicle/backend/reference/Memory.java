package org.fascicle.backend.reference;

import org.fascicle.api.backend.BackendException;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.ShapeException;
import org.fascicle.api.expr.Type;

/**
 * Where a workspace gets its arrays from, or, when measuring, how much it would get. Refuses with a {@link BackendException}
 * that tells sizes. One thread at a time.
 */
final class Memory {
    /** The longest array that every virtual machine can make. */
    private static final int MOST_ELEMENTS = Integer.MAX_VALUE - 8;
    private static final double[] NO_REALS = {};
    private static final int[] NO_INTEGERS = {};

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
    static int elements(Shape shape, int rows, Object what) {
        try {
            return elements(shape.size(rows), what);
        } catch (ShapeException e) {
            throw new BackendException("shapes do not fit into memory: " + what + ": " + e.getMessage(), e);
        }
    }

    /** A number of elements, if an array can hold them. */
    static int elements(long elements, Object what) {
        if (elements < 0 || elements > MOST_ELEMENTS) {
            throw new BackendException("shapes do not fit into memory: " + what + " has " + elements
                    + " elements, an array of this backend 0 to " + MOST_ELEMENTS);
        }
        return (int) elements;
    }

    /** The bytes that elements of a type take. */
    static long bytes(Type type, long elements) {
        return elements * (type == Type.REAL ? Double.BYTES : Integer.BYTES);
    }

    /** Refuses what the heap can never hold. */
    static void requireRoom(Object what, long bytes) {
        if (bytes > Runtime.getRuntime().maxMemory()) {
            throw exhausted(what, bytes, null);
        }
    }

    /** What to throw where memory is not there. */
    static BackendException exhausted(Object what, long bytes, Throwable cause) {
        long limit = Runtime.getRuntime().maxMemory();
        return new BackendException("shapes do not fit into memory: " + what + " needs " + (bytes >> 20)
                + " MiB, the heap is limited to " + (limit >> 20) + " MiB; take fewer rows, or raise -Xmx", cause);
    }
}
