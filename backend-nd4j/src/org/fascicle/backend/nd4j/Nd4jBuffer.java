package org.fascicle.backend.nd4j;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.concurrent.atomic.AtomicLong;

import org.fascicle.api.backend.BackendException;
import org.fascicle.api.backend.Buffer;
import org.fascicle.api.backend.ClosedException;
import org.fascicle.api.backend.Precision;
import org.fascicle.api.expr.Type;
import org.fascicle.backend.nd4j.natives.Block;
import org.fascicle.backend.nd4j.natives.Extents;
import org.jspecify.annotations.Nullable;

/**
 * Memory outside the heap. Copies go through direct buffers, on the caller's thread, after the runs that use the memory. Whoever copies
 * holds the buffer's monitor; the worker's thread never waits for it. No run is accepted for a closed buffer.
 */
final class Nd4jBuffer implements Buffer {
    private static final AtomicLong COUNT = new AtomicLong();

    private final Engine engine;
    private final Type type;
    private final long address;
    private final @Nullable Block memory;
    private final @Nullable FloatBuffer floats;
    private final @Nullable IntBuffer ints;
    private final ByteBuffer bytes;
    /** The order in which monitors are taken. */
    private final long number = COUNT.incrementAndGet();
    private volatile long size;
    private volatile long ticket;
    private volatile boolean closed;

    /**
     * A buffer over memory.
     *
     * @param memory what to give back with it; null for an output, which is a part of a workspace's
     */
    Nd4jBuffer(Engine engine, Type type, long size, long address, @Nullable Block memory) {
        this.engine = engine;
        this.type = type;
        this.size = size;
        this.address = address;
        this.memory = memory;
        this.bytes = Block.view(engine.natives(), address, size * Extents.width(type));
        this.floats = type == Type.REAL ? bytes.asFloatBuffer() : null;
        this.ints = type == Type.REAL || type == Type.BOOL ? null : bytes.asIntBuffer();
    }

    /** Memory of its own. */
    static Nd4jBuffer allocate(Engine engine, Type type, long size) {
        String what = "a buffer of " + size + " " + type;
        Extents.requireBytes(type, size, what);
        return engine.call(() -> {
            Block block = new Block(size * Extents.width(type), what);
            try {
                return new Nd4jBuffer(engine, type, size, block.address(), block);
            } catch (RuntimeException e) {
                block.close();
                throw e;
            }
        });
    }

    /** Where it lies. It does so for as long as a run that was accepted uses it. */
    long address() {
        return address;
    }

    /** The run with this ticket uses the memory. Called with the worker's queue locked. */
    void used(long by) {
        ticket = by;
    }

    void size(long elements) {
        size = elements;
    }

    boolean isOf(Engine other) {
        return engine == other;
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
    public synchronized void write(long at, float[] from, int offset, int count) {
        writableReals(at, offset, count, from.length).put((int) at, from, offset, count);
    }

    @Override
    public synchronized void write(long at, double[] from, int offset, int count) {
        FloatBuffer into = writableReals(at, offset, count, from.length);
        for (int i = 0; i < count; i++) {
            into.put((int) at + i, (float) from[offset + i]);
        }
    }

    @Override
    public synchronized void write(long at, int[] from, int offset, int count) {
        integers(at, offset, count, from.length);
        engine.requireRunning();
        if (ints != null) {
            ints.put((int) at, from, offset, count);
            return;
        }
        for (int i = 0; i < count; i++) {
            if ((from[offset + i] & ~1) != 0) {
                throw new BackendException("a truth value is 0 or 1, not " + from[offset + i]);
            }
        }
        for (int i = 0; i < count; i++) {
            bytes.put((int) at + i, (byte) from[offset + i]);
        }
    }

    @Override
    public synchronized void read(long at, float[] into, int offset, int count) {
        reals(at, offset, count, into.length).get((int) at, into, offset, count);
    }

    @Override
    public synchronized void read(long at, double[] into, int offset, int count) {
        FloatBuffer from = reals(at, offset, count, into.length);
        for (int i = 0; i < count; i++) {
            into[offset + i] = from.get((int) at + i);
        }
    }

    @Override
    public synchronized void read(long at, int[] into, int offset, int count) {
        integers(at, offset, count, into.length);
        if (ints != null) {
            ints.get((int) at, into, offset, count);
        } else {
            for (int i = 0; i < count; i++) {
                into[offset + i] = bytes.get((int) at + i);
            }
        }
    }

    @Override
    public void copy(long at, Buffer from, long offset, long count) {
        if (!(from instanceof Nd4jBuffer) || from.type() != type) {
            throw new BackendException("cannot copy from " + from + " to " + this + ": backend or type differ");
        }
        Nd4jBuffer source = (Nd4jBuffer) from;
        synchronized (source.number < number ? source : this) {
            synchronized (source.number < number ? this : source) {
                copy(at, source, offset, count);
            }
        }
    }

    private void copy(long at, Nd4jBuffer source, long offset, long count) {
        ready(at, count);
        source.ready(offset, count);
        engine.requireRunning();
        int width = Extents.width(type);
        if (source.bytes == bytes && at > offset) {
            ByteBuffer middle = ByteBuffer.allocate((int) count * width);
            middle.put(0, source.bytes, (int) offset * width, (int) count * width);
            bytes.put((int) at * width, middle, 0, (int) count * width);
        } else {
            bytes.put((int) at * width, source.bytes, (int) offset * width, (int) count * width);
        }
    }

    private FloatBuffer writableReals(long at, int offset, int count, int length) {
        FloatBuffer into = reals(at, offset, count, length);
        engine.requireRunning();
        return into;
    }

    private FloatBuffer reals(long at, int offset, int count, int length) {
        if (floats == null) {
            throw new BackendException("a " + this + " moves as int, not as float or double");
        }
        ready(at, count);
        requireArray(offset, count, length);
        return floats;
    }

    private void integers(long at, int offset, int count, int length) {
        if (floats != null) {
            throw new BackendException("a " + this + " moves as float or double, not as int");
        }
        ready(at, count);
        requireArray(offset, count, length);
    }

    private static void requireArray(int offset, int count, int length) {
        if (offset < 0 || count > length - offset) {
            throw new IndexOutOfBoundsException("elements " + offset + " to before " + ((long) offset + count)
                    + " are not within an array of " + length);
        }
    }

    private void ready(long at, long count) {
        requireOpen();
        if (at < 0 || count < 0 || at > size - count) {
            throw new IndexOutOfBoundsException(
                    "elements " + at + " to before " + (at + count) + " are not within the " + this);
        }
        engine.worker.await(ticket);
    }

    void requireOpen() {
        if (closed) {
            throw new ClosedException("the " + this + " is closed");
        }
    }

    @Override
    public void close() {
        if (memory != null) {
            release();
            memory.close();
        }
    }

    /** Refuses whoever comes from now on, and waits for the runs and copies that use it. */
    void release() {
        engine.worker.exclude(() -> closed = true);
        engine.worker.await(ticket);
        awaitCopies();
    }

    // Whoever has the monitor copies.
    private synchronized void awaitCopies() {}

    /** For instance {@code buffer of 300 real (float32)}. */
    @Override
    public String toString() {
        return "buffer of " + size + " " + type + (type == Type.REAL ? " (" + precision() + ")" : "");
    }
}
