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
    /** One by one, a row is touched so many rows before its turn: rows lie far apart, and many come from memory at a time. */
    private static final int AHEAD = 4;
    /** The distance of the elements that are touched: from there on, what follows is fetched as it is read. */
    private static final int TOUCHED = 256;

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
    /** Whether some rows are copied side by side. */
    private boolean isTogether;

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
        int most = Math.max(1, BLOCK / Math.max(1, inner));
        this.step = most < VectorRows.TOGETHER ? most : most / VectorRows.TOGETHER * VectorRows.TOGETHER;
    }

    /** Lets rows that are long enough be copied on the vector module, which must be there. */
    public GatherTask onVectors() {
        isTogether = !whole.isInt() && VectorRows.suits(inner);
        return this;
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
        for (int i = begin; i < end;) {
            int line = i / count;
            int stop = Math.min(end, (line + 1) * count);
            pick(line, i, stop, scratch);
            i = stop;
        }
    }

    private void pick(int line, int begin, int end, Scratch scratch) {
        int from = whole.offset + line * length * inner;
        int index = indices.offset + (line / outer - line) * count;
        if (inner == 1) {
            pickOnes(from, index + begin, picked.offset + begin, end - begin);
            return;
        }
        int i = begin;
        for (; isTogether && i + VectorRows.TOGETHER <= end; i += VectorRows.TOGETHER) {
            pickTogether(from, index + i, picked.offset + i * inner);
        }
        pickOneByOne(from, index, i, end, scratch);
    }

    private void pickTogether(int from, int index, int to) {
        VectorRows.eight(whole.floats, element(from, index), element(from, index + 1), element(from, index + 2),
                element(from, index + 3), element(from, index + 4), element(from, index + 5), element(from, index + 6),
                element(from, index + 7), picked.floats, to, inner);
    }

    private void pickOneByOne(int from, int index, int begin, int end, Scratch scratch) {
        int ahead = !whole.isInt() ? AHEAD : 0;
        float touched = 0;
        for (int i = begin - ahead; i < end; i++) {
            if (ahead > 0 && i + ahead < end) {
                touched += touch(element(from, index + i + ahead));
            }
            if (i >= begin) {
                pick(element(from, index + i), picked.offset + i * inner);
            }
        }
        scratch.touched = touched;
    }

    private int element(int from, int index) {
        return from + Math.max(0, Math.min(indices.ints[index], length - 1)) * inner;
    }

    private float touch(int element) {
        float sum = 0;
        for (int j = 0; j < inner; j += TOUCHED) {
            sum += whole.floats[element + j];
        }
        return sum;
    }

    private void pick(int element, int to) {
        System.arraycopy(whole.array(), element, picked.array(), to, inner);
    }

    private void pickOnes(int from, int index, int to, int many) {
        if (whole.isInt()) {
            pickOnes(whole.ints, from, length - 1, indices.ints, index, picked.ints, to, many);
        } else {
            pickOnes(whole.floats, from, length - 1, indices.ints, index, picked.floats, to, many);
        }
    }

    // In loops of so few instructions the processor waits for many elements at a time, wherever they lie.
    private static void pickOnes(int[] whole, int from, int last, int[] indices, int index, int[] picked, int to,
            int many) {
        for (int i = 0; i < many; i++) {
            picked[to + i] = whole[from + Math.max(0, Math.min(indices[index + i], last))];
        }
    }

    private static void pickOnes(float[] whole, int from, int last, int[] indices, int index, float[] picked, int to,
            int many) {
        for (int i = 0; i < many; i++) {
            picked[to + i] = whole[from + Math.max(0, Math.min(indices[index + i], last))];
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
        pick(total / rows * from, total / rows * to, scratch);
    }
}
