package org.fascicle.backend.jit.window;

import java.util.List;

import org.fascicle.backend.jit.kernel.Scratch;
import org.fascicle.backend.jit.task.Reach;
import org.fascicle.backend.jit.task.Room;
import org.fascicle.backend.jit.task.Task;

/** Adds up arrays that lie behind each other, in their order. Blocks are pieces of the sum. */
public final class SumTask implements Task {
    private static final int BLOCK = 4096;

    private final Addition addition;
    private final Room from;
    private final Room to;
    private final int arrays;
    private final int size;

    public SumTask(Addition addition, Room from, Room to, int arrays, int size) {
        this.addition = addition;
        this.from = from;
        this.to = to;
        this.arrays = arrays;
        this.size = size;
    }

    @Override
    public int blocks() {
        return (size + BLOCK - 1) / BLOCK;
    }

    @Override
    public void run(int block, Scratch scratch) {
        int begin = block * BLOCK;
        int length = Math.min(BLOCK, size - begin);
        System.arraycopy(from.floats, from.offset + begin, to.floats, to.offset + begin, length);
        for (int array = 1; array < arrays; array++) {
            addition.add(to.floats, to.offset + begin, 0, from.floats, from.offset + array * size + begin, 0, 1, length,
                    scratch);
        }
    }

    @Override
    public List<Reach> reaches() {
        return List.of(Reach.read(from, arrays * size), Reach.written(to, size));
    }
}
