package org.fascicle.backend.jit.window;

import java.util.List;

import org.fascicle.backend.jit.kernel.Natives;
import org.fascicle.backend.jit.kernel.Scratch;
import org.fascicle.backend.jit.movement.Elements;
import org.fascicle.backend.jit.task.Reach;
import org.fascicle.backend.jit.task.Room;
import org.fascicle.backend.jit.task.Task;

/** Adds up pieces of memory that lie behind each other, in their order. Blocks are pieces of the sum. */
public final class SumTask implements Task {
    private static final int BLOCK = 4096;
    private static final int[] IN_SUM = {0, 1};

    private final Elements elements;
    private final Room from;
    private final Room to;
    private final int arrays;
    private final int size;
    private final int[] whole;
    private final int[] last;
    private final int[] inArrays;

    public SumTask(Natives natives, Room from, Room to, int arrays, int size) {
        this.elements = new Elements(natives);
        this.from = from;
        this.to = to;
        this.arrays = arrays;
        this.size = size;
        this.whole = new int[] {arrays - 1, BLOCK};
        this.last = new int[] {arrays - 1, size % BLOCK};
        this.inArrays = new int[] {size, 1};
    }

    @Override
    public int blocks() {
        return (size + BLOCK - 1) / BLOCK;
    }

    @Override
    public void run(int block, Scratch scratch) {
        int begin = block * BLOCK;
        int length = Math.min(BLOCK, size - begin);
        to.block.copy(to.offset + begin, from.block, from.offset + begin, length);
        elements.add(from.address(size + begin), to.address(begin), 0, arrays - 1, length == BLOCK ? whole : last, inArrays,
                IN_SUM,
                scratch.words);
    }

    @Override
    public List<Reach> reaches() {
        return List.of(Reach.read(from, arrays * size), Reach.written(to, size));
    }
}
