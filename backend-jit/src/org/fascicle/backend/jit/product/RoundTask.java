package org.fascicle.backend.jit.product;

import java.util.List;

import org.fascicle.backend.jit.kernel.Scratch;
import org.fascicle.backend.jit.task.Reach;
import org.fascicle.backend.jit.task.Room;
import org.fascicle.backend.jit.task.Task;

/** Rounds a tensor to bfloat16 for a product in binary32. */
public final class RoundTask implements Task {
    private static final int BLOCK = 1 << 13;

    private final Rounding rounding;
    private final Room from;
    private final Room to;
    private final int count;

    public RoundTask(Rounding rounding, Room from, Room to, int count) {
        this.rounding = rounding;
        this.from = from;
        this.to = to;
        this.count = count;
    }

    @Override
    public int blocks() {
        return (count + BLOCK - 1) / BLOCK;
    }

    @Override
    public void run(int block, Scratch scratch) {
        int end = Math.min(count, (block + 1) * BLOCK);
        int begin = block * BLOCK;
        rounding.reals(from.address(begin), to.address(begin), end - begin, scratch.words);
    }

    @Override
    public List<Reach> reaches() {
        return List.of(Reach.read(from, count), Reach.written(to, count));
    }
}
