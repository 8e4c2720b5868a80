package org.fascicle.backend.gpu.run;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;

import org.fascicle.api.backend.BackendException;
import org.fascicle.api.backend.Buffer;
import org.fascicle.api.backend.ClosedException;
import org.fascicle.api.backend.Precision;
import org.fascicle.api.expr.Type;
import org.lwjgl.system.MemoryUtil;

/** Memory on the device. What is read and written goes piece by piece through memory of the host, behind the runs that were asked for before. */
final class GpuBuffer implements Buffer {
    private static final int PIECE = 1 << 20;
    private static final int WORD = 4;

    private final Engine engine;
    private final Type type;
    private final long memory;
    private final long first;
    private final boolean isOutput;
    private volatile long size;
    private volatile boolean closed;

    private GpuBuffer(Engine engine, Type type, long memory, long first, long size, boolean isOutput) {
        this.engine = engine;
        this.type = type;
        this.memory = memory;
        this.first = first;
        this.size = size;
        this.isOutput = isOutput;
    }

    /** Memory of its own. */
    static GpuBuffer allocate(Engine engine, Type type, long size) {
        synchronized (engine) {
            engine.requireRunning();
            long bytes = size > Long.MAX_VALUE / width(type) ? Long.MAX_VALUE : size * width(type);
            long memory = engine.device().allocate(bytes, "a buffer of " + size + " " + type);
            engine.use();
            return new GpuBuffer(engine, type, memory, 0, size, false);
        }
    }

    /** What a workspace computes, in its memory. */
    static GpuBuffer output(Engine engine, Type type, long memory, long first, long size) {
        return new GpuBuffer(engine, type, memory, first, size, true);
    }

    /** The bytes that an element takes. */
    static int width(Type type) {
        return type == Type.BOOL ? 1 : WORD;
    }

    /** Its handle on the device. */
    long memory() {
        return memory;
    }

    boolean isOf(Engine other) {
        return engine == other;
    }

    void requireOpen() {
        if (closed) {
            throw new ClosedException("the " + this + " is closed");
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

    /** Moves some elements between an array and memory of the host. */
    private interface Move {
        void elements(ByteBuffer piece, int from, int count);
    }

    private void write(long at, int offset, int count, int length, boolean real, Move move) {
        synchronized (engine) {
            requireFit(at, offset, count, length, real);
            engine.requireRunning();
            pieces(at, offset, count, move, true);
        }
    }

    private void read(long at, int offset, int count, int length, boolean real, Move move) {
        synchronized (engine) {
            requireFit(at, offset, count, length, real);
            pieces(at, offset, count, move, false);
        }
    }

    private void pieces(long at, int offset, int count, Move move, boolean writes) {
        int width = width(type);
        int most = Math.min(count, PIECE / width);
        ByteBuffer piece = MemoryUtil.memAlloc(Math.max(1, most * width));
        try {
            for (int done = 0; done < count; done += most) {
                int now = Math.min(most, count - done);
                piece.clear().limit(now * width);
                long place = (first + at + done) * width;
                if (writes) {
                    move.elements(piece, offset + done, now);
                    engine.device().write(memory, place, piece);
                } else {
                    engine.device().read(memory, place, piece);
                    move.elements(piece, offset + done, now);
                }
            }
        } finally {
            MemoryUtil.memFree(piece);
        }
    }

    @Override
    public void write(long at, float[] from, int offset, int count) {
        write(at, offset, count, from.length, true, (piece, start, some) -> piece.asFloatBuffer().put(from, start, some));
    }

    @Override
    public void write(long at, double[] from, int offset, int count) {
        write(at, offset, count, from.length, true, (piece, start, some) -> {
            FloatBuffer floats = piece.asFloatBuffer();
            for (int i = 0; i < some; i++) {
                floats.put(i, (float) from[start + i]);
            }
        });
    }

    @Override
    public void write(long at, int[] from, int offset, int count) {
        if (type == Type.BOOL) {
            requireTruth(from, offset, count);
        }
        write(at, offset, count, from.length, false, (piece, start, some) -> {
            if (type == Type.BOOL) {
                for (int i = 0; i < some; i++) {
                    piece.put(i, (byte) from[start + i]);
                }
            } else {
                piece.asIntBuffer().put(from, start, some);
            }
        });
    }

    private static void requireTruth(int[] from, int offset, int count) {
        for (int i = Math.max(0, offset); i < Math.min(from.length, offset + count); i++) {
            if ((from[i] & ~1) != 0) {
                throw new BackendException("a truth value is 0 or 1, not " + from[i]);
            }
        }
    }

    @Override
    public void read(long at, float[] into, int offset, int count) {
        read(at, offset, count, into.length, true, (piece, start, some) -> piece.asFloatBuffer().get(into, start, some));
    }

    @Override
    public void read(long at, double[] into, int offset, int count) {
        read(at, offset, count, into.length, true, (piece, start, some) -> {
            FloatBuffer floats = piece.asFloatBuffer();
            for (int i = 0; i < some; i++) {
                into[start + i] = floats.get(i);
            }
        });
    }

    @Override
    public void read(long at, int[] into, int offset, int count) {
        read(at, offset, count, into.length, false, (piece, start, some) -> {
            if (type == Type.BOOL) {
                for (int i = 0; i < some; i++) {
                    into[start + i] = piece.get(i);
                }
            } else {
                IntBuffer ints = piece.asIntBuffer();
                ints.get(into, start, some);
            }
        });
    }

    @Override
    public void copy(long at, Buffer from, long offset, long count) {
        if (!(from instanceof GpuBuffer source) || from.type() != type || !source.isOf(engine)) {
            throw new BackendException("cannot copy from " + from + " to " + this + ": backend or type differ");
        }
        synchronized (engine) {
            requireOpen();
            source.requireOpen();
            requireRange(at, count);
            source.requireRange(offset, count);
            engine.requireRunning();
            int width = width(type);
            long to = (first + at) * width;
            long start = (source.first + offset) * width;
            boolean overlap = memory == source.memory && to < start + count * width && start < to + count * width;
            if (!overlap) {
                engine.device().copy(source.memory, start, memory, to, count * width);
            } else if (to != start) {
                moveWithin(start, to, count * width);
            }
        }
    }

    /** Copies to a place that overlaps with where it comes from. */
    private void moveWithin(long start, long to, long bytes) {
        long between = engine.device().allocate(bytes, "a copy of " + bytes + " bytes");
        try {
            engine.device().copy(memory, start, between, 0, bytes);
            engine.device().copy(between, 0, memory, to, bytes);
        } finally {
            engine.device().free(between);
        }
    }

    private void requireFit(long at, int offset, int count, int length, boolean real) {
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
    }

    private void requireRange(long at, long count) {
        if (at < 0 || count < 0 || count > size - at) {
            throw new IndexOutOfBoundsException(
                    "elements " + at + " to before " + (at + count) + " are not within the " + this);
        }
    }

    @Override
    public void close() {
        if (!isOutput) {
            synchronized (engine) {
                if (!closed) {
                    closed = true;
                    engine.device().free(memory);
                    engine.leave();
                }
            }
        }
    }

    /** Closes what a workspace has computed, with the workspace. */
    void release() {
        closed = true;
    }

    /** For instance {@code buffer of 300 real (float32)}. */
    @Override
    public String toString() {
        return "buffer of " + size + " " + type + (type == Type.REAL ? " (" + precision() + ")" : "");
    }
}
