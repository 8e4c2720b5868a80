package org.fascicle.backend.jit.product;

import java.nio.ShortBuffer;
import java.util.List;

import org.fascicle.backend.jit.kernel.Scratch;
import org.fascicle.backend.jit.task.Reach;
import org.fascicle.backend.jit.task.Room;

/** Brings lines of an input, rounded, by their numbers: what is gathered for products alone is not written in binary32. */
public final class PickTask extends StageTask {
    /** So many lines before its turn a line is touched: lines lie far apart, and many of them come from memory at a time. */
    private static final int AHEAD = 4;
    /** The distance of the elements that are touched: from there on, what follows is fetched as it is read. */
    private static final int TOUCHED = 512;

    private final RoundedCopy table;
    private final int begin;
    private final int length;
    private final Room indices;
    private final Rounding rounding;
    private final ShortBuffer picked;
    private ShortBuffer halves = ShortBuffer.allocate(0);

    /**
     * A task.
     *
     * @param table the rounded copy of the input
     * @param whole where the input's {@code length} lines begin; a number outside them is clamped into range
     * @param begin the same, in elements from the input's beginning
     * @param indices the numbers of {@code lines} lines
     * @param each elements of a line
     */
    public PickTask(Rounding rounding, RoundedCopy table, Room whole, int begin, int length, Room indices, Operand to, int lines,
            int each) {
        super(whole, to, lines, each);
        this.rounding = rounding;
        this.table = table;
        this.begin = begin;
        this.length = length;
        this.indices = indices;
        this.picked = to.memory.asShortBuffer();
    }

    /** Before each run: the input may have been written. */
    public void prepare() {
        halves = table.get(rounding);
    }

    @Override
    public void part(int first, int last, Scratch scratch) {
        int touched = 0;
        for (int line = first - AHEAD; line < last; line++) {
            if (line + AHEAD < last) {
                touched += touch(element(line + AHEAD));
            }
            if (line >= first) {
                picked.put(line * each, halves, element(line), each);
            }
        }
        scratch.touched = touched;
    }

    private int element(int line) {
        return begin + Math.max(0, Math.min(indices.ints[indices.offset + line], length - 1)) * each;
    }

    private int touch(int element) {
        int sum = 0;
        for (int j = 0; j < each; j += TOUCHED) {
            sum += halves.get(element + j);
        }
        return sum;
    }

    @Override
    public List<Reach> reaches() {
        return List.of(Reach.read(from, length * each), Reach.read(indices, lines), to.reach(true));
    }
}
