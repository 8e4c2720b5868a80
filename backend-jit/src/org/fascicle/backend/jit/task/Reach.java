package org.fascicle.backend.jit.task;

import org.fascicle.backend.jit.machine.Block;
import org.jspecify.annotations.Nullable;

/** A part of a block of memory that a task reads or writes: all that it touches lies in it. Immutable. */
public final class Reach {
    private final @Nullable Block block;
    private final int from;
    private final int to;
    private final boolean isWritten;

    private Reach(@Nullable Block block, int from, int to, boolean isWritten) {
        this.block = block;
        this.from = from;
        this.to = to;
        this.isWritten = isWritten;
    }

    public static Reach read(Room room, int elements) {
        return new Reach(room.block, room.offset, room.offset + elements, false);
    }

    public static Reach written(Room room, int elements) {
        return new Reach(room.block, room.offset, room.offset + elements, true);
    }

    /** A walk over memory with some extents and steps; the block may be null where only the size matters. */
    public static Reach of(@Nullable Block block, int begin, int[] extents, int[] strides, boolean isWritten) {
        int low = begin;
        int high = begin + 1;
        for (int axis = 0; axis < extents.length; axis++) {
            int span = (extents[axis] - 1) * strides[axis];
            low += Math.min(0, span);
            high += Math.max(0, span);
        }
        return new Reach(block, low, high, isWritten);
    }

    /** Whether the order of two accesses makes a difference. */
    public boolean meets(Reach other) {
        return block == other.block && from < other.to && other.from < to && (isWritten || other.isWritten);
    }

    public long size() {
        return to - from;
    }
}
