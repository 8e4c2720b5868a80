package org.fascicle.backend.reference;

import org.fascicle.api.backend.BackendException;
import org.fascicle.api.backend.Buffer;
import org.fascicle.api.backend.Precision;
import org.fascicle.api.expr.Type;

/**
 * A buffer on a Java array: a {@code double[]} of values that the precision has, or an {@code int[]} for all other types.
 * Runs happen in the thread that asks for them, so that thread never finds one to wait for. One thread at a time.
 */
final class ArrayBuffer implements Buffer {
    private final Type type;
    private final Precision precision;
    private double[] reals;
    private int[] integers;
    private int size;

    /** A buffer on an array, one of the two and the other null. */
    ArrayBuffer(Type type, Precision precision, double[] reals, int[] integers) {
        this.type = type;
        this.precision = precision;
        this.reals = reals;
        this.integers = integers;
        this.size = type == Type.REAL ? reals.length : integers.length;
    }

    static ArrayBuffer allocate(Type type, Precision precision, long elements) {
        int length = Memory.elements(elements, "a buffer");
        try {
            return type == Type.REAL
                    ? new ArrayBuffer(type, precision, new double[length], null)
                    : new ArrayBuffer(type, precision, null, new int[length]);
        } catch (OutOfMemoryError e) {
            throw Memory.exhausted("a buffer of " + elements + " " + type + " elements", Memory.bytes(type, elements), e);
        }
    }

    /** The array of a real buffer, else null. */
    double[] reals() {
        requireOpen();
        return reals;
    }

    /** The array of a buffer that is not real, else null. */
    int[] integers() {
        requireOpen();
        return integers;
    }

    /** Sets how many elements of the array are in use. */
    void resize(int elements) {
        size = elements;
    }

    @Override
    public Type type() {
        return type;
    }

    @Override
    public Precision precision() {
        return precision;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public void write(long at, float[] from, int offset, int count) {
        int start = start(at, offset, count, from.length, true);
        for (int i = 0; i < count; i++) {
            reals[start + i] = from[offset + i];
        }
    }

    @Override
    public void write(long at, double[] from, int offset, int count) {
        int start = start(at, offset, count, from.length, true);
        for (int i = 0; i < count; i++) {
            double value = from[offset + i];
            reals[start + i] = precision == Precision.FLOAT32 ? (float) value : value;
        }
    }

    @Override
    public void write(long at, int[] from, int offset, int count) {
        int start = start(at, offset, count, from.length, false);
        for (int i = 0; i < count && type == Type.BOOL; i++) {
            if ((from[offset + i] & ~1) != 0) {
                throw new BackendException("a truth value is 0 or 1, not " + from[offset + i]);
            }
        }
        System.arraycopy(from, offset, integers, start, count);
    }

    @Override
    public void read(long at, float[] into, int offset, int count) {
        int start = start(at, offset, count, into.length, true);
        for (int i = 0; i < count; i++) {
            into[offset + i] = (float) reals[start + i];
        }
    }

    @Override
    public void read(long at, double[] into, int offset, int count) {
        System.arraycopy(reals, start(at, offset, count, into.length, true), into, offset, count);
    }

    @Override
    public void read(long at, int[] into, int offset, int count) {
        System.arraycopy(integers, start(at, offset, count, into.length, false), into, offset, count);
    }

    @Override
    public void copy(long at, Buffer from, long offset, long count) {
        if (!(from instanceof ArrayBuffer) || from.type() != type || type == Type.REAL && from.precision() != precision) {
            throw new BackendException("cannot copy from " + from + " to " + this + ": backend, type or precision differ");
        }
        ArrayBuffer source = (ArrayBuffer) from;
        source.requireRange(offset, count);
        requireRange(at, count);
        System.arraycopy(source.array(), (int) offset, array(), (int) at, (int) count);
    }

    @Override
    public void close() {
        reals = null;
        integers = null;
    }

    /** For instance {@code buffer of 300 real (float32)}. */
    @Override
    public String toString() {
        return "buffer of " + size + " " + type + (type == Type.REAL ? " (" + precision + ")" : "");
    }

    /** The array. */
    Object array() {
        requireOpen();
        return type == Type.REAL ? reals : integers;
    }

    private int start(long at, int offset, int count, int length, boolean real) {
        requireOpen();
        if (real != (type == Type.REAL)) {
            throw new BackendException("a " + this + " moves as " + (real ? "int, not as float or double"
                    : "float or double, not as int"));
        }
        requireRange(at, count);
        if (offset < 0 || count > length - offset) {
            throw new IndexOutOfBoundsException("elements " + offset + " to before " + ((long) offset + count)
                    + " are not within an array of " + length);
        }
        return (int) at;
    }

    private void requireOpen() {
        if (reals == null && integers == null) {
            throw new BackendException("the " + this + " is closed");
        }
    }

    private void requireRange(long at, long count) {
        if (at < 0 || count < 0 || count > size - at) {
            throw new IndexOutOfBoundsException(
                    "elements " + at + " to before " + (at + count) + " are not within the " + this);
        }
    }
}
