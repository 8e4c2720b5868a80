package org.fascicle.backend.jit.task;

import org.fascicle.api.backend.MemoryException;
import org.fascicle.api.expr.Type;
import org.fascicle.backend.jit.recipe.Numbers;
import org.fascicle.backend.jit.kernel.Scratch;

/**
 * A place in an array: floats for reals and truth values (1 or 0), ints for the rest. Arrays begin and end with more than
 * was asked for: the first element of a large one is then on a cache line of its own, and a vector can be read where only
 * its first lanes count.
 */
public final class Room {
    /** With the array's header of 16 bytes, 64 bytes. */
    static final int BEGIN = 12;
    private static final float[] NO_FLOATS = {};
    private static final int[] NO_INTS = {};
    private static final int MOST = Integer.MAX_VALUE - 64;

    /** The array of reals; empty if this holds integers. */
    public final float[] floats;
    /** The array of integers; empty if this holds reals. */
    public final int[] ints;
    public final int offset;

    private Room(float[] floats, int[] ints, int offset) {
        this.floats = floats;
        this.ints = ints;
        this.offset = offset;
    }

    /**
     * New memory, filled with zeros.
     *
     * @param what it is for, as a sentence begins
     */
    public static Room allocate(Type type, long elements, String what) {
        require(elements, what);
        int length = BEGIN + (int) elements + Scratch.LANES;
        try {
            return Numbers.isInt(type) ? new Room(NO_FLOATS, new int[length], BEGIN)
                    : new Room(new float[length], NO_INTS, BEGIN);
        } catch (OutOfMemoryError e) {
            throw MemoryException.ofHeap(what, elements * Float.BYTES, e);
        }
    }

    /** Refuses what no array holds. */
    public static void require(long elements, String what) {
        if (elements > MOST) {
            long bytes = elements > Long.MAX_VALUE / Float.BYTES ? Long.MAX_VALUE : elements * Float.BYTES;
            throw new MemoryException(what, bytes, "one array", (long) MOST * Float.BYTES, null);
        }
    }

    /** A place in an array. */
    public static Room of(float[] floats, int offset) {
        return new Room(floats, NO_INTS, offset);
    }

    /** The same memory from an element on. */
    public Room from(long element) {
        return new Room(floats, ints, Math.toIntExact(offset + element));
    }

    /** Whether it holds integers, not reals. */
    public boolean isInt() {
        return floats == NO_FLOATS;
    }

    /** The array. */
    public Object array() {
        return isInt() ? ints : floats;
    }

    public void copyFrom(Room from, int count) {
        System.arraycopy(from.array(), from.offset, array(), offset, count);
    }
}
