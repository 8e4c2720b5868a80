package org.fascicle.backend.jit.movement;

import org.fascicle.backend.jit.kernel.Natives;
import org.fascicle.backend.jit.kernel.Scratch;
import org.fascicle.backend.jit.task.Room;
import org.fascicle.backend.jit.task.Task;

/** Writes one number into many elements. */
public final class FillTask implements Task {
    private final Elements elements;
    private final Room to;
    private final int count;
    private final int bits;

    /** A number that is an int, if the room is of ints, is given as its bits. */
    public FillTask(Natives natives, Room to, int count, float number) {
        this.elements = new Elements(natives);
        this.to = to;
        this.count = count;
        this.bits = Float.floatToRawIntBits(number);
    }

    @Override
    public int blocks() {
        return 1;
    }

    @Override
    public void run(int block, Scratch scratch) {
        elements.fill(to.address(), count, bits, scratch.words);
    }
}
