package org.fascicle.backend.jit.movement;

import org.fascicle.backend.jit.kernel.Natives;
import org.fascicle.backend.jit.kernel.Scratch;
import org.fascicle.backend.jit.machine.NativeFunction;
import org.fascicle.backend.jit.machine.Words;
import org.fascicle.backend.jit.task.CutTask;
import org.fascicle.backend.jit.task.Room;

/** Operations that go along one axis: argmax, running sum, sorting, sums of int32. Lines are independent of each other. */
public final class LineTask implements CutTask {
    /** What is done to a line. */
    public enum Line {
        /** The first index of the greatest element; the first NaN, if there is one. */
        ARGMAX("argmax"),
        /** The order in which its elements rise: equal ones keep their order, both zeros are equal, NaN come last. */
        ARGSORT("argsort"),
        /** Running sums, in float64, rounded once for each element. */
        CUMSUM("cumsum"),
        /** The sum of ints. */
        SUM("sum_ints");

        private final String function;

        Line(String function) {
            this.function = function;
        }
    }

    /** What sorting needs for each element, in elements: two words of 64 bits. */
    private static final int PAIRS = 4;

    private final NativeFunction function;
    private final Room x;
    private final Room y;
    private final Line line;
    private final int length;
    private final int inner;
    private final int lines;
    private final int rows;

    /**
     * A task.
     *
     * @param rows how many rows the lines belong to, if they do; else 0
     * @param lines how many
     * @param length of one
     * @param inner how far apart neighbours of a line are; 1, if it is sorted
     */
    public LineTask(Natives natives, int rows, Room x, Room y, Line line, int lines, int length, int inner) {
        this.function = natives.function(LineTask.class, Elements.TEXT, line.function);
        this.rows = rows;
        this.x = x;
        this.y = y;
        this.line = line;
        this.lines = lines;
        this.length = length;
        this.inner = inner;
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
        Words words = scratch.words;
        words.put(0, x.address());
        words.put(1, y.address());
        words.put(2, begin);
        words.put(3, end);
        words.put(4, length);
        words.put(5, inner);
        if (line == Line.ARGSORT) {
            words.put(6, scratch.rows(Math.multiplyExact(PAIRS, length)).address());
        }
        function.call(words);
    }
}
