package org.fascicle.backend.jit.movement;

import java.util.Arrays;

import org.fascicle.backend.jit.kernel.Scratch;
import org.fascicle.backend.jit.task.Room;
import org.fascicle.backend.jit.task.Task;

/**
 * The opposite of {@link GatherTask}: zeros, and each update added where gather would read it, in the order of the updates.
 */
public final class ScatterTask implements Task {
    private final Room whole;
    private final Room indices;
    private final Room updates;
    private final int batch;
    private final int outer;
    private final int length;
    private final int inner;
    private final int count;

    public ScatterTask(Room whole, Room indices, Room updates, int batch, int outer, int length, int inner, int count) {
        this.whole = whole;
        this.indices = indices;
        this.updates = updates;
        this.batch = batch;
        this.outer = outer;
        this.length = length;
        this.inner = inner;
        this.count = count;
    }

    @Override
    public int blocks() {
        return batch * outer;
    }

    @Override
    public void run(int line, Scratch scratch) {
        float[] to = whole.floats;
        float[] from = updates.floats;
        int begin = whole.offset + line * length * inner;
        Arrays.fill(to, begin, begin + length * inner, 0f);
        for (int k = 0; k < count; k++) {
            int index = indices.ints[indices.offset + line / outer * count + k];
            int at = begin + Math.max(0, Math.min(index, length - 1)) * inner;
            int update = updates.offset + (line * count + k) * inner;
            for (int i = 0; i < inner; i++) {
                to[at + i] += from[update + i];
            }
        }
    }
}
