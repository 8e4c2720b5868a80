package org.fascicle.backend.jit.product;

import java.nio.ShortBuffer;

import org.fascicle.backend.jit.gemm.Element;
import org.fascicle.backend.jit.task.Room;
import org.jspecify.annotations.Nullable;

/**
 * What a buffer holds, rounded to bfloat16, outside the heap: rows of data are gathered from half as much memory, and need not be rounded
 * time after time. Made when it is first asked for, and anew when the buffer has been written. Safe for any thread.
 */
public final class RoundedCopy {
    private static final int PIECE = 1 << 11;
    /** More would be too much memory beside the buffer's own. */
    private static final long MOST = 1L << 28;

    private final Copies copies;
    private final Room room;
    private final long size;
    /** Null until it is asked for. */
    private @Nullable ShortBuffer halves;
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
    synchronized ShortBuffer get(Rounding rounding) {
        if (halves == null) {
            halves = new Operand(Element.BFLOAT16, size).memory.asShortBuffer();
        }
        long now = copies.version();
        if (version != now) {
            short[] piece = new short[PIECE];
            for (int at = 0; at < size; at += PIECE) {
                int count = (int) Math.min(PIECE, size - at);
                rounding.round(room.floats, room.offset + at, count, piece, 0);
                halves.put(at, piece, 0, count);
            }
            version = now;
        }
        return halves;
    }
}
