package org.fascicle.backend.jit.movement;

import org.fascicle.backend.jit.kernel.Natives;
import org.fascicle.backend.jit.kernel.Scratch;
import org.fascicle.backend.jit.machine.NativeFunction;
import org.fascicle.backend.jit.machine.Words;
import org.fascicle.backend.jit.task.CutTask;
import org.fascicle.backend.jit.task.Room;

/**
 * With x seen as [batch, outer, length, inner] and the indices as [batch, count]: y[b, o, k, i] = x[b, o, indices[b, k],
 * i]. An index is clamped into range.
 */
public final class GatherTask implements CutTask {
    private static final int BLOCK = 16384;

    private final NativeFunction gather;
    private final Room whole;
    private final Room indices;
    private final Room picked;
    private final int outer;
    private final int length;
    private final int inner;
    private final int count;
    private final int total;
    private final int step;
    private final int rows;

    /** A task; the number of rows is 0, if its results are not rows. */
    public GatherTask(Natives natives, int rows, Room whole, Room indices, Room picked, int batch, int outer, int length,
            int inner,
            int count) {
        this.gather = natives.function(GatherTask.class, Elements.TEXT, "gather");
        this.rows = rows;
        this.whole = whole;
        this.indices = indices;
        this.picked = picked;
        this.outer = outer;
        this.length = length;
        this.inner = inner;
        this.count = count;
        this.total = inner == 0 ? 0 : batch * outer * count;
        this.step = Math.max(1, BLOCK / Math.max(1, inner));
    }

    @Override
    public int blocks() {
        return (total + step - 1) / step;
    }

    @Override
    public void run(int block, Scratch scratch) {
        pick(block * step, Math.min(total, (block + 1) * step), scratch);
    }

    private void pick(int begin, int end, Scratch scratch) {
        Words words = scratch.words;
        words.put(0, whole.address());
        words.put(1, indices.address());
        words.put(2, picked.address());
        words.put(3, begin);
        words.put(4, end);
        words.put(5, outer);
        words.put(6, length);
        words.put(7, inner);
        words.put(8, count);
        gather.call(words);
    }

    @Override
    public boolean isCut() {
        return rows > 0;
    }

    @Override
    public int extent() {
        return rows;
    }

    @Override
    public long work() {
        return (long) total * (inner / Scratch.LANES + 1);
    }

    @Override
    public void part(int from, int to, Scratch scratch) {
        pick(total / rows * from, total / rows * to, scratch);
    }
}
