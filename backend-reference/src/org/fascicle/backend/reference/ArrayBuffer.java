package org.fascicle.backend.reference;

import org.fascicle.api.backend.BackendException;
import org.fascicle.api.backend.Buffer;
import org.fascicle.api.backend.ClosedException;
import org.fascicle.api.backend.MemoryException;
import org.fascicle.api.backend.Precision;
import org.fascicle.api.expr.Type;
import org.jspecify.annotations.Nullable;

/**
 * A buffer on a Java array: a {@code double[]} of values that the precision has, or an {@code int[]} for all other types.
 * Runs happen in the thread that asks for them, so that thread never finds one to wait for. Whoever has begun to use the array goes on
 * with it when another thread closes the buffer; it becomes garbage behind them.
 */
final class ArrayBuffer implements Buffer {
    private final Running running;
    private final Type type;
    private final Precision precision;
    private final boolean isOutput;
    /** Null when it is closed. */
    private volatile @Nullable Object array;
    private volatile int size;

    private ArrayBuffer(Running running, Type type, Precision precision, boolean isOutput, Object array, int size) {
        this.running = running;
        this.type = type;
        this.precision = precision;
        this.isOutput = isOutput;
        this.array = array;
        this.size = size;
    }

    /** What a workspace computes: a buffer on a tensor's array, closed with the workspace alone. */
    static ArrayBuffer output(Running running, Precision precision, Tensor tensor) {
        return new ArrayBuffer(running, tensor.type(), precision, true, tensor.array(), tensor.size());
    }

    static ArrayBuffer allocate(Running running, Type type, Precision precision, long elements) {
        String what = "a buffer of " + elements + " " + type;
        int length = Memory.elements(type, elements, what);
        try {
            Object array = type == Type.REAL ? new double[length] : new int[length];
            return new ArrayBuffer(running, type, precision, false, array, length);
        } catch (OutOfMemoryError e) {
            throw MemoryException.ofHeap(what, Memory.bytes(type, elements), e);
        }
    }

    /** The array, a {@code double[]} or an {@code int[]}. */
    Object array() {
        Object here = array;
        if (here == null) {
            throw new ClosedException("the " + this + " is closed");
        }
        return here;
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
        double[] reals = (double[]) writable(at, offset, count, from.length, true);
        for (int i = 0; i < count; i++) {
            reals[(int) at + i] = from[offset + i];
        }
    }

    @Override
    public void write(long at, double[] from, int offset, int count) {
        double[] reals = (double[]) writable(at, offset, count, from.length, true);
        for (int i = 0; i < count; i++) {
            double value = from[offset + i];
            reals[(int) at + i] = precision == Precision.FLOAT32 ? (float) value : value;
        }
    }

    @Override
    public void write(long at, int[] from, int offset, int count) {
        Object integers = writable(at, offset, count, from.length, false);
        for (int i = 0; i < count && type == Type.BOOL; i++) {
            if ((from[offset + i] & ~1) != 0) {
                throw new BackendException("a truth value is 0 or 1, not " + from[offset + i]);
            }
        }
        System.arraycopy(from, offset, integers, (int) at, count);
    }

    @Override
    public void read(long at, float[] into, int offset, int count) {
        double[] reals = (double[]) readable(at, offset, count, into.length, true);
        for (int i = 0; i < count; i++) {
            into[offset + i] = (float) reals[(int) at + i];
        }
    }

    @Override
    public void read(long at, double[] into, int offset, int count) {
        System.arraycopy(readable(at, offset, count, into.length, true), (int) at, into, offset, count);
    }

    @Override
    public void read(long at, int[] into, int offset, int count) {
        System.arraycopy(readable(at, offset, count, into.length, false), (int) at, into, offset, count);
    }

    @Override
    public void copy(long at, Buffer from, long offset, long count) {
        if (!(from instanceof ArrayBuffer) || from.type() != type || type == Type.REAL && from.precision() != precision) {
            throw new BackendException("cannot copy from " + from + " to " + this + ": backend, type or precision differ");
        }
        ArrayBuffer source = (ArrayBuffer) from;
        Object there = source.array();
        Object here = array();
        running.require();
        source.requireRange(offset, count);
        requireRange(at, count);
        System.arraycopy(there, (int) offset, here, (int) at, (int) count);
    }

    @Override
    public void close() {
        if (!isOutput) {
            release();
        }
    }

    /** Closes it, be it an output. */
    void release() {
        array = null;
    }

    /** For instance {@code buffer of 300 real (float32)}. */
    @Override
    public String toString() {
        return "buffer of " + size + " " + type + (type == Type.REAL ? " (" + precision + ")" : "");
    }

    private Object writable(long at, int offset, int count, int length, boolean real) {
        Object here = readable(at, offset, count, length, real);
        running.require();
        return here;
    }

    /** The array, if the elements asked for are within it and within the Java array of the caller. */
    private Object readable(long at, int offset, int count, int length, boolean real) {
        Object here = array();
        if (real != (type == Type.REAL)) {
            throw new BackendException("a " + this + " moves as " + (real ? "int, not as float or double"
                    : "float or double, not as int"));
        }
        requireRange(at, count);
        if (offset < 0 || count > length - offset) {
            throw new IndexOutOfBoundsException("elements " + offset + " to before " + ((long) offset + count)
                    + " are not within an array of " + length);
        }
        return here;
    }

    private void requireRange(long at, long count) {
        if (at < 0 || count < 0 || count > size - at) {
            throw new IndexOutOfBoundsException(
                    "elements " + at + " to before " + (at + count) + " are not within the " + this);
        }
    }
}
