package org.fascicle.backend.jit.loop;

import org.fascicle.backend.jit.task.Room;

/** What belongs to one step, and the whole that it is a part of, or another place of the same shape. Immutable. */
public final class Part {
    final Room whole;
    final Room part;
    final boolean isBatched;
    final int size;

    /**
     * A part.
     *
     * @param isBatched whether the part has a line for each row of the batch
     * @param size of the part, all rows
     */
    public Part(Room whole, Room part, boolean isBatched, int size) {
        this.whole = whole;
        this.part = part;
        this.isBatched = isBatched;
        this.size = size;
    }

    /** Brings some rows of a step's slice to its place; all of it if it has no rows. */
    void read(int step, int steps, int rows, int from, int to) {
        copy(whole, part, step, steps, rows, from, to, true);
    }

    /** Brings some rows of what a step gives to their place in the whole. */
    void write(int step, int steps, int rows, int from, int to) {
        copy(part, whole, step, steps, rows, from, to, false);
    }

    private void copy(Room source, Room target, int step, int steps, int rows, int from, int to, boolean reads) {
        if (!isBatched) {
            int at = step * size;
            target.block.copy(target.offset + (reads ? 0 : at), source.block, source.offset + (reads ? at : 0), size);
            return;
        }
        int length = size / rows;
        for (int row = from; row < to; row++) {
            int at = (row * steps + step) * length;
            int own = row * length;
            target.block.copy(target.offset + (reads ? own : at), source.block, source.offset + (reads ? at : own), length);
        }
    }

    /** Copies some rows of the whole, which has the part's shape, to the part; all of it if it has no rows. */
    void copy(int rows, int from, int to) {
        int length = isBatched ? size / rows : size;
        int begin = isBatched ? from * length : 0;
        int count = isBatched ? (to - from) * length : size;
        part.block.copy(part.offset + begin, whole.block, whole.offset + begin, count);
    }
}
