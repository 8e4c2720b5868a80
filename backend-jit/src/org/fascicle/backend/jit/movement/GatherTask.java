package org.fascicle.backend.jit.movement;

import org.fascicle.backend.jit.kernel.Scratch;
import org.fascicle.backend.jit.task.CutTask;
import org.fascicle.backend.jit.task.Room;

/**
 * With x seen as [batch, outer, length, inner] and the indices as [batch, count]: y[b, o, k, i] = x[b, o, indices[b, k],
 * i]. An index is clamped into range.
 */
public final class GatherTask implements CutTask {
    private static final int BLOCK = 16384;

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
    public GatherTask(int rows, Room whole, Room indices, Room picked, int batch, int outer, int length, int inner, int count) {
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
        pick(block * step, Math.min(total, (block + 1) * step));
    }

    private void pick(int begin, int end) {
        for (int i = begin; i < end; i++) {
            int line = i / count;
            int index = indices.ints[indices.offset + line / outer * count + i % count];
            int clamped = Math.max(0, Math.min(index, length - 1));
            int from = whole.offset + (line * length + clamped) * inner;
            System.arraycopy(whole.array(), from, picked.array(), picked.offset + i * inner, inner);
        }
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
        pick(total / rows * from, total / rows * to);
    }
}
