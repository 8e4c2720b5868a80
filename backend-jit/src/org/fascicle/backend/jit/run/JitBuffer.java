package org.fascicle.backend.jit.run;

import java.util.concurrent.atomic.AtomicReference;

import org.fascicle.api.backend.BackendException;
import org.fascicle.api.backend.Buffer;
import org.fascicle.api.backend.ClosedException;
import org.fascicle.api.backend.Precision;
import org.fascicle.api.expr.Type;
import org.fascicle.backend.jit.product.Copies;
import org.fascicle.backend.jit.task.Room;
import org.jspecify.annotations.Nullable;

/**
 * A buffer on memory outside the heap. Runs end before {@code run} returns, so that nothing is waited for. Whoever has begun to use the
 * memory goes on with it when another thread closes the buffer; the last of them gives it back.
 */
public final class JitBuffer implements Buffer {
    private final Engine engine;
    private final Type type;
    private final boolean isOutput;
    /** Holds null when it is closed. */
    private final AtomicReference<@Nullable Content> content;
    private volatile long size;

    /** The memory and what is kept beside it. */
    private static final class Content {
        final Room room;
        final Copies copies;

        Content(Room room, long size) {
            this.room = room;
            this.copies = new Copies(room, size);
        }
    }

    private JitBuffer(Engine engine, Type type, boolean isOutput, Room room, long size) {
        this.engine = engine;
        this.type = type;
        this.isOutput = isOutput;
        this.content = new AtomicReference<>(new Content(room, size));
        this.size = size;
    }

    /**
     * New memory.
     *
     * @param size at least 0
     */
    public static JitBuffer allocate(Engine engine, Type type, long size) {
        engine.tools.prepare();
        return new JitBuffer(engine, type, false, Room.allocate(type, size, "a buffer of " + size + " " + type), size);
    }

    /** What a workspace computes: closed with the workspace alone. */
    static JitBuffer output(Engine engine, Type type, Room room, long size) {
        return new JitBuffer(engine, type, true, room, size);
    }

    /** Copies of its reals, which are kept until it is closed. */
    Copies copies() {
        return content().copies;
    }

    /** A run has written it. */
    void written() {
        Content here = content.get();
        if (here != null) {
            here.copies.outdate();
        }
    }

    Room room() {
        return content().room;
    }

    private Content content() {
        Content here = content.get();
        if (here == null) {
            throw new ClosedException("the " + this + " is closed");
        }
        return here;
    }

    void requireOpen() {
        content();
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
        Room room = writable(at, offset, count, from.length, true);
        room.block.write(room.offset, from, offset, count);
        room.block.release();
    }

    @Override
    public void write(long at, double[] from, int offset, int count) {
        Room room = writable(at, offset, count, from.length, true);
        for (int i = 0; i < count; i++) {
            room.block.real(room.offset + i, (float) from[offset + i]);
        }
        room.block.release();
    }

    @Override
    public void write(long at, int[] from, int offset, int count) {
        if (type == Type.BOOL) {
            requireTruths(from, offset, count);
        }
        Room room = writable(at, offset, count, from.length, false);
        if (type != Type.BOOL) {
            room.block.write(room.offset, from, offset, count);
        }
        for (int i = 0; type == Type.BOOL && i < count; i++) {
            room.block.real(room.offset + i, from[offset + i]);
        }
        room.block.release();
    }

    private static void requireTruths(int[] from, int offset, int count) {
        for (int i = Math.max(0, offset); i < Math.min(from.length, (long) offset + count); i++) {
            if ((from[i] & ~1) != 0) {
                throw new BackendException("a truth value is 0 or 1, not " + from[i]);
            }
        }
    }

    @Override
    public void read(long at, float[] into, int offset, int count) {
        Room room = readable(at, offset, count, into.length, true);
        room.block.read(room.offset, into, offset, count);
        room.block.release();
    }

    @Override
    public void read(long at, double[] into, int offset, int count) {
        Room room = readable(at, offset, count, into.length, true);
        for (int i = 0; i < count; i++) {
            into[offset + i] = room.block.real(room.offset + i);
        }
        room.block.release();
    }

    @Override
    public void read(long at, int[] into, int offset, int count) {
        Room room = readable(at, offset, count, into.length, false);
        if (type != Type.BOOL) {
            room.block.read(room.offset, into, offset, count);
        }
        for (int i = 0; type == Type.BOOL && i < count; i++) {
            into[offset + i] = (int) room.block.real(room.offset + i);
        }
        room.block.release();
    }

    @Override
    public void copy(long at, Buffer from, long offset, long count) {
        if (!(from instanceof JitBuffer) || from.type() != type) {
            throw new BackendException("cannot copy from " + from + " to " + this + ": backend or type differ");
        }
        JitBuffer source = (JitBuffer) from;
        source.content();
        Content here = content();
        engine.requireRunning();
        source.requireRange(offset, count);
        requireRange(at, count);
        here.copies.outdate();
        Room there = source.retained(source.content());
        try {
            Room room = retained(here);
            room.from(at).copyFrom(there.from(offset), (int) count);
            room.block.release();
        } finally {
            there.block.release();
        }
    }

    @Override
    public void close() {
        if (!isOutput) {
            release();
        }
    }

    /** Closes it, be it an output. */
    void release() {
        Content last = content.getAndSet(null);
        if (last != null && !isOutput) {
            last.room.block.release();
        }
    }

    /** For instance {@code buffer of 300 real (float32)}. */
    @Override
    public String toString() {
        return "buffer of " + size + " " + type + (type == Type.REAL ? " (" + precision() + ")" : "");
    }

    private Room writable(long at, int offset, int count, int length, boolean real) {
        Content here = content();
        requireFit(at, offset, count, length, real);
        engine.requireRunning();
        here.copies.outdate();
        return retained(here).from(at);
    }

    private Room readable(long at, int offset, int count, int length, boolean real) {
        Content here = content();
        requireFit(at, offset, count, length, real);
        return retained(here).from(at);
    }

    /** Keeps the memory until the caller releases its block, though another thread may close this. */
    private Room retained(Content here) {
        if (!here.room.block.retain()) {
            throw new ClosedException("the " + this + " is closed");
        }
        return here.room;
    }

    private void requireFit(long at, int offset, int count, int length, boolean real) {
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
}
