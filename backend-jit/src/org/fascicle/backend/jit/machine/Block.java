package org.fascicle.backend.jit.machine;

import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import org.fascicle.api.backend.MemoryException;

/**
 * Memory outside the heap, for elements of four bytes each. It is given back when the last of its users has released it; if one forgets,
 * some time after nobody refers to it any more. Its first element is on a cache line of its own; some elements in front of the first and
 * behind the last may be read, and never written. Safe for any thread; its elements are whoever's business it is.
 */
public final class Block {
    /** What is between its begin and the begin of what was asked for, in bytes. */
    private static final int LINE = 64;
    private static final int BYTES = Float.BYTES;
    /** So many bytes are seen through one buffer. */
    private static final long VIEW = 1L << 30;
    private static final ReferenceQueue<Block> FORGOTTEN = new ReferenceQueue<>();
    private static final Set<Rest> RESTS = ConcurrentHashMap.newKeySet();

    private final long address;
    private final int length;
    private final Rest rest;
    private final ByteBuffer[] views;
    private final AtomicInteger users = new AtomicInteger(1);

    /** What is left to do for memory that nobody refers to. */
    private static final class Rest extends PhantomReference<Block> {
        private final long begin;

        Rest(Block block, long begin) {
            super(block, FORGOTTEN);
            this.begin = begin;
        }

        void free() {
            if (RESTS.remove(this)) {
                Linking.free(begin);
            }
        }
    }

    private Block(long begin, int length) {
        this.address = (begin + 2 * LINE - 1) / LINE * LINE;
        this.length = length;
        this.rest = new Rest(this, begin);
        long bytes = (long) length * BYTES;
        this.views = new ByteBuffer[(int) ((bytes + VIEW - 1) / VIEW)];
        for (int i = 0; i < views.length; i++) {
            views[i] = Linking.view(address + i * VIEW, Math.min(VIEW, bytes - i * VIEW));
        }
        RESTS.add(rest);
    }

    /**
     * New memory, filled with zeros, with one user.
     *
     * @param length how many elements
     * @param what it is for, as a sentence begins
     * @throws MemoryException if there is not so much
     */
    public static Block allocate(int length, String what) {
        for (Rest forgotten = (Rest) FORGOTTEN.poll(); forgotten != null; forgotten = (Rest) FORGOTTEN.poll()) {
            forgotten.free();
        }
        long bytes = (long) length * BYTES;
        long begin = Linking.allocate(bytes + 4 * LINE);
        if (begin == 0) {
            throw new MemoryException(what, bytes, "memory outside the heap", 0, null);
        }
        return new Block(begin, length);
    }

    /** Where its first element lies. */
    public long address() {
        return address;
    }

    /** Where an element lies. */
    public long address(int element) {
        return address + (long) element * BYTES;
    }

    /** How many elements it has. */
    public int length() {
        return length;
    }

    /** Takes note of one more user; says whether the memory is still there. */
    public boolean retain() {
        int now = users.get();
        while (now > 0 && !users.compareAndSet(now, now + 1)) {
            now = users.get();
        }
        return now > 0;
    }

    /** A user needs it no longer. */
    public void release() {
        if (users.decrementAndGet() == 0) {
            rest.free();
        }
    }

    public float real(int element) {
        return view(element).getFloat(place(element));
    }

    public void real(int element, float value) {
        view(element).putFloat(place(element), value);
    }

    public int integer(int element) {
        return view(element).getInt(place(element));
    }

    public void integer(int element, int value) {
        view(element).putInt(place(element), value);
    }

    private ByteBuffer view(int element) {
        return views[(int) ((long) element * BYTES / VIEW)];
    }

    private static int place(int element) {
        return (int) ((long) element * BYTES % VIEW);
    }

    /** How many of some elements lie in one view. */
    private static int together(int element, int count) {
        return (int) Math.min(count, (VIEW - place(element)) / BYTES);
    }

    /** Copies elements of another block, or of another part of this. */
    public void copy(int to, Block from, int at, int count) {
        Linking.move(from.address(at), address(to), (long) count * BYTES);
    }

    /** Some of it as a buffer, in the processor's order; it does not keep this. */
    public ByteBuffer bytes(int element, int bytes) {
        return Linking.view(address(element), bytes);
    }

    /** Copies elements of an array. */
    public void write(int to, float[] from, int at, int count) {
        for (int done = 0, some; done < count; done += some) {
            some = together(to + done, count - done);
            view(to + done).asFloatBuffer().put(place(to + done) / BYTES, from, at + done, some);
        }
    }

    /** Copies elements of an array. */
    public void write(int to, int[] from, int at, int count) {
        for (int done = 0, some; done < count; done += some) {
            some = together(to + done, count - done);
            view(to + done).asIntBuffer().put(place(to + done) / BYTES, from, at + done, some);
        }
    }

    /** Copies elements to an array. */
    public void read(int from, float[] to, int at, int count) {
        for (int done = 0, some; done < count; done += some) {
            some = together(from + done, count - done);
            view(from + done).asFloatBuffer().get(place(from + done) / BYTES, to, at + done, some);
        }
    }

    /** Copies elements to an array. */
    public void read(int from, int[] to, int at, int count) {
        for (int done = 0, some; done < count; done += some) {
            some = together(from + done, count - done);
            view(from + done).asIntBuffer().get(place(from + done) / BYTES, to, at + done, some);
        }
    }
}
