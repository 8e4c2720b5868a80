package org.fascicle.backend.jit.task;

import org.fascicle.api.backend.MemoryException;
import org.fascicle.api.expr.Type;
import org.fascicle.backend.jit.machine.Block;
import org.fascicle.backend.jit.recipe.Numbers;

/** A place in a block of memory: of floats for reals and truth values (1 or 0), of ints for the rest. Immutable. */
public final class Room {
    private static final int MOST = Integer.MAX_VALUE - 64;

    /** Where it is. */
    public final Block block;
    /** The first element's number in it. */
    public final int offset;
    private final boolean isInt;

    private Room(Block block, int offset, boolean isInt) {
        this.block = block;
        this.offset = offset;
        this.isInt = isInt;
    }

    /**
     * New memory, filled with zeros.
     *
     * @param what it is for, as a sentence begins
     */
    public static Room allocate(Type type, long elements, String what) {
        require(elements, what);
        return new Room(Block.allocate((int) elements, what), 0, Numbers.isInt(type));
    }

    /** Refuses what is too large to be counted. */
    public static void require(long elements, String what) {
        if (elements > MOST) {
            long bytes = elements > Long.MAX_VALUE / Float.BYTES ? Long.MAX_VALUE : elements * Float.BYTES;
            throw new MemoryException(what, bytes, "one tensor", (long) MOST * Float.BYTES, null);
        }
    }

    /** A place in a block of reals. */
    public static Room of(Block block, int offset) {
        return new Room(block, offset, false);
    }

    /** The same memory from an element on. */
    public Room from(long element) {
        return new Room(block, Math.toIntExact(offset + element), isInt);
    }

    /** Whether it holds integers, not reals. */
    public boolean isInt() {
        return isInt;
    }

    /** Where the first element lies. */
    public long address() {
        return block.address(offset);
    }

    /** Where an element lies. */
    public long address(int element) {
        return block.address(offset + element);
    }

    /** Copies the first elements of another one. */
    public void copyFrom(Room from, int count) {
        block.copy(offset, from.block, from.offset, count);
    }

    /** Sets an element to a number, as its kind is. */
    public void set(int element, double value, Type type) {
        if (isInt) {
            block.integer(offset + element, Numbers.integer(value, type));
        } else {
            block.real(offset + element, Numbers.real(value, type));
        }
    }
}
