package org.fascicle.backend.jit.movement;

import java.util.Arrays;

import org.fascicle.backend.jit.kernel.Scratch;
import org.fascicle.backend.jit.task.Room;
import org.fascicle.backend.jit.task.Task;

/** Writes one number into many elements. */
public final class FillTask implements Task {
    private final Room to;
    private final int count;
    private final float number;

    /** A number that is an int, if the room is of ints, is given as its bits. */
    public FillTask(Room to, int count, float number) {
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
        if (!to.isInt()) {
            Arrays.fill(to.floats, to.offset, to.offset + count, number);
        } else {
            Arrays.fill(to.ints, to.offset, to.offset + count, Float.floatToRawIntBits(number));
        }
    }
}
