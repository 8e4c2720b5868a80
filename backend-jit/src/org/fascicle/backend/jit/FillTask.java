package org.fascicle.backend.jit;

import java.util.Arrays;

/** Writes one number into many elements. */
final class FillTask implements Task {
    private final Room to;
    private final int count;
    private final float number;

    /** A number that is an int, if the room is of ints, is given as its bits. */
    FillTask(Room to, int count, float number) {
        this.to = to;
        this.count = count;
        this.number = number;
    }

    @Override
    public int blocks() {
        return 1;
    }

    @Override
    public void run(int block, Scratch scratch) {
        if (to.floats != null) {
            Arrays.fill(to.floats, to.offset, to.offset + count, number);
        } else {
            Arrays.fill(to.ints, to.offset, to.offset + count, Float.floatToRawIntBits(number));
        }
    }
}
