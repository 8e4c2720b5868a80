package org.fascicle.backend.jit;

import org.fascicle.api.backend.BackendException;
import org.fascicle.api.backend.Buffer;
import org.fascicle.api.backend.Precision;
import org.fascicle.api.expr.Type;
import org.fascicle.backend.jit.product.RoundedCopy;
import org.fascicle.backend.jit.task.Room;

/** A buffer on a Java array. Runs end before {@code run} returns, so that nothing is waited for. One thread at a time. */
final class JitBuffer implements Buffer {
    private final Type type;
    private Room room;
    private long size;
    private RoundedCopy copy;

    JitBuffer(Type type, Room room, long size) {
        this.type = type;
        this.room = room;
        this.size = size;
        this.copy = new RoundedCopy(room, size);
    }

    /** Its reals, rounded; kept until it is closed. */
    RoundedCopy copy() {
        requireOpen();
        return copy;
    }

    Room room() {
        requireOpen();
        return room;
    }

    void requireOpen() {
        if (room == null) {
            throw new BackendException("the " + this + " is closed");
        }
    }

    /** Sets how many elements are in use. */
    void resize(long elements) {
        size = elements;
    }

    @Override
    public Type type() {
        return type;
    }

    @Override
    public Precision precision() {
        return Precision.FLOAT32;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public void write(long at, float[] from, int offset, int count) {
        int start = start(at, offset, count, from.length, true);
        copy.outdate();
        System.arraycopy(from, offset, room.floats, start, count);
    }

    @Override
    public void write(long at, double[] from, int offset, int count) {
        int start = start(at, offset, count, from.length, true);
        copy.outdate();
        for (int i = 0; i < count; i++) {
            room.floats[start + i] = (float) from[offset + i];
        }
    }

    @Override
    public void write(long at, int[] from, int offset, int count) {
        int start = start(at, offset, count, from.length, false);
        copy.outdate();
        if (type != Type.BOOL) {
            System.arraycopy(from, offset, room.ints, start, count);
            return;
        }
        for (int i = 0; i < count; i++) {
            if ((from[offset + i] & ~1) != 0) {
                throw new BackendException("a truth value is 0 or 1, not " + from[offset + i]);
            }
        }
        for (int i = 0; i < count; i++) {
            room.floats[start + i] = from[offset + i];
        }
    }

    @Override
    public void read(long at, float[] into, int offset, int count) {
        int start = start(at, offset, count, into.length, true);
        System.arraycopy(room.floats, start, into, offset, count);
    }

    @Override
    public void read(long at, double[] into, int offset, int count) {
        int start = start(at, offset, count, into.length, true);
        for (int i = 0; i < count; i++) {
            into[offset + i] = room.floats[start + i];
        }
    }

    @Override
    public void read(long at, int[] into, int offset, int count) {
        int start = start(at, offset, count, into.length, false);
        if (type != Type.BOOL) {
            System.arraycopy(room.ints, start, into, offset, count);
            return;
        }
        for (int i = 0; i < count; i++) {
            into[offset + i] = (int) room.floats[start + i];
        }
    }

    @Override
    public void copy(long at, Buffer from, long offset, long count) {
        if (!(from instanceof JitBuffer) || from.type() != type) {
            throw new BackendException("cannot copy from " + from + " to " + this + ": backend or type differ");
        }
        JitBuffer source = (JitBuffer) from;
        source.requireOpen();
        source.requireRange(offset, count);
        requireOpen();
        requireRange(at, count);
        copy.outdate();
        room.from(at).copyFrom(source.room.from(offset), (int) count);
    }

    @Override
    public void close() {
        room = null;
        copy = null;
    }

    /** For instance {@code buffer of 300 real (float32)}. */
    @Override
    public String toString() {
        return "buffer of " + size + " " + type + (type == Type.REAL ? " (" + precision() + ")" : "");
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
        return Math.toIntExact(room.offset + at);
    }

    private void requireRange(long at, long count) {
        if (at < 0 || count < 0 || count > size - at) {
            throw new IndexOutOfBoundsException(
                    "elements " + at + " to before " + (at + count) + " are not within the " + this);
        }
    }
}
