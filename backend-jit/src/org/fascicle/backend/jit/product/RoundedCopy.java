package org.fascicle.backend.jit.product;

import org.fascicle.backend.jit.gemm.Element;
import org.fascicle.backend.jit.machine.Words;
import org.fascicle.backend.jit.task.Room;
import org.jspecify.annotations.Nullable;

/**
 * What a buffer holds, rounded to bfloat16: a gather of rows reads half as much memory, and rounds nothing. Made when it is first asked for, and anew when the buffer has been written. Safe for any thread.
 */
public final class RoundedCopy {
    /** More would be too much memory beside the buffer's own. */
    private static final long MOST = 1L << 28;

    private final Copies copies;
    private final Room room;
    private final long size;
    /** Null until it is asked for. */
    private @Nullable Operand halves;
    private long version = -1;

    RoundedCopy(Copies copies, Room room, long size) {
        this.copies = copies;
        this.room = room;
        this.size = size;
    }

    /** Whether the buffer is small enough for one. */
    public boolean isPossible() {
        return size <= MOST;
    }

    /** The copy, as the buffer is now. */
    synchronized Operand get(Rounding rounding) {
        Operand copy = halves;
        if (copy == null) {
            copy = new Operand(Element.BFLOAT16, size);
            halves = copy;
        }
        long now = copies.version();
        if (version != now) {
            rounding.halves(room.address(), copy.block.address(), size, new Words());
            version = now;
        }
        return copy;
    }
}
