package org.fascicle.backend.jit.product;

import java.util.List;
import java.util.Objects;

import org.fascicle.backend.jit.kernel.Scratch;
import org.fascicle.backend.jit.task.Reach;
import org.fascicle.backend.jit.task.Room;
import org.jspecify.annotations.Nullable;

/** Brings lines of an input, rounded, by their numbers: what is gathered for products alone is not written in binary32. */
public final class PickTask extends StageTask {
    private final RoundedCopy table;
    private final int begin;
    private final int length;
    private final Room indices;
    private final Rounding rounding;
    /** Null before the first run. */
    private @Nullable Operand halves;

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
    }

    /** Before each run: the input may have been written. */
    public void prepare() {
        halves = table.get(rounding);
    }

    @Override
    public void part(int first, int last, Scratch scratch) {
        Operand copy = Objects.requireNonNull(halves, "the task has not been prepared");
        rounding.pick(copy.block.address(), begin, length, indices.address(first), to.half(first * each), last - first, each,
                scratch.words);
    }

    @Override
    public List<Reach> reaches() {
        return List.of(Reach.read(from, length * each), Reach.read(indices, lines), to.reach(true));
    }
}
