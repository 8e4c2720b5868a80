package org.fascicle.backend.jit.movement;

import java.util.Arrays;

import org.fascicle.backend.jit.kernel.Scratch;
import org.fascicle.backend.jit.task.CutTask;
import org.fascicle.backend.jit.task.Room;

/** Operations that go along one axis: argmax, running sum, sorting, sums of int32. Lines are independent of each other. */
public final class LineTask implements CutTask {
    /** What is done to a line of x. */
    public interface Line {
        /** From positions in x and y on; neighbours in x are {@code stride} apart, and in y too where it has so many. */
        void follow(Room x, int from, Room y, int to, int stride, int length, Scratch scratch);
    }

    private final Room x;
    private final Room y;
    private final Line line;
    private final int length;
    private final int inner;
    private final int lines;
    private final boolean drops;
    private final int rows;

    /**
     * A task.
     *
     * @param rows how many rows the lines belong to, if they do; else 0
     * @param lines how many
     * @param length of one
     * @param inner how far apart neighbours of a line are
     * @param drops whether a line becomes one element
     */
    public LineTask(int rows, Room x, Room y, Line line, int lines, int length, int inner, boolean drops) {
        this.rows = rows;
        this.x = x;
        this.y = y;
        this.line = line;
        this.lines = lines;
        this.length = length;
        this.inner = inner;
        this.drops = drops;
    }

    private int step() {
        return Math.max(1, 4096 / Math.max(1, length));
    }

    @Override
    public int blocks() {
        return (lines + step() - 1) / step();
    }

    @Override
    public void run(int block, Scratch scratch) {
        follow(block * step(), Math.min(lines, (block + 1) * step()), scratch);
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
        return (long) lines * length;
    }

    @Override
    public void part(int from, int to, Scratch scratch) {
        follow(lines / rows * from, lines / rows * to, scratch);
    }

    private void follow(int begin, int end, Scratch scratch) {
        for (int i = begin; i < end; i++) {
            int from = i / inner * inner * length + i % inner;
            line.follow(x, x.offset + from, y, y.offset + (drops ? i : from), inner, length, scratch);
        }
    }

    /** The first index of the greatest element; the first NaN, if there is one. */
    public static void argmax(Room x, int from, Room y, int to, int stride, int length, Scratch scratch) {
        int greatest = 0;
        for (int j = 1; j < length; j++) {
            float best = x.floats[from + greatest * stride];
            float next = x.floats[from + j * stride];
            if (next > best || Float.isNaN(next) && !Float.isNaN(best)) {
                greatest = j;
            }
        }
        y.ints[to] = greatest;
    }

    /** In float64, rounded once for each element. */
    public static void cumsum(Room x, int from, Room y, int to, int stride, int length, Scratch scratch) {
        double total = 0;
        for (int j = 0; j < length; j++) {
            total += x.floats[from + j * stride];
            y.floats[to + j * stride] = (float) total;
        }
    }

    public static void sum(Room x, int from, Room y, int to, int stride, int length, Scratch scratch) {
        int total = 0;
        for (int j = 0; j < length; j++) {
            total += x.ints[from + j * stride];
        }
        y.ints[to] = total;
    }

    /** Sorts pairs of (value, index): equal values keep their order, both zeros are equal, NaN come last. */
    public static void argsort(Room x, int from, Room y, int to, int stride, int length, Scratch scratch) {
        long[] pairs = scratch.pairs(length);
        for (int j = 0; j < length; j++) {
            float value = x.floats[from + j] + 0f;
            int bits = Float.floatToIntBits(value);
            pairs[j] = (long) (bits ^ bits >> 31 & Integer.MAX_VALUE) << 32 | j;
        }
        Arrays.sort(pairs, 0, length);
        for (int j = 0; j < length; j++) {
            y.ints[to + j] = (int) pairs[j];
        }
    }
}
