package org.fascicle.backend.jit.fused;

import java.util.ArrayList;
import java.util.List;

import org.fascicle.backend.jit.kernel.Frame;
import org.fascicle.backend.jit.kernel.Loop;
import org.fascicle.backend.jit.kernel.Scratch;
import org.fascicle.backend.jit.machine.Block;
import org.fascicle.backend.jit.recipe.Op;
import org.fascicle.backend.jit.recipe.Recipe;
import org.fascicle.backend.jit.task.CutTask;
import org.fascicle.backend.jit.task.Reach;
import org.fascicle.backend.jit.task.Room;
import org.jspecify.annotations.Nullable;

/** A generated kernel on its memory: cuts its loops into blocks and walks the axes that the generated code does not. */
public final class FusedTask implements CutTask {
    /** About how many elements a block has. */
    private static final int BLOCK = 8192;
    /** Columns are summed up in pieces of about so many elements and at least so many rows, which stay in the cache. */
    private static final int PIECE = 2048;
    private static final int PIECE_ROWS = 32;
    /** Whole arrays are summed up in pieces of so many elements. */
    private static final int LINE = 4096;
    /** Columns are computed by themselves in pieces of lines of memory. */
    private static final int COLUMNS = 16;
    /** Of many columns, in longer pieces. */
    private static final int MANY = 256;
    /** About how many operations there are for each access to memory. */
    private static final int ARITHMETIC = 3;

    private final Loop loop;
    private final Frame frame;
    private final int[][] strides;
    private final int[] begin;
    private final Recipe.Mode mode;
    private final int[] extents;
    private final boolean[] folded;
    private final int inner;
    private final int outer;
    private final int[] walked;
    private final int turns;
    private final int step;
    /** Rows of a piece. */
    private final int rows;
    private final int blocks;
    private final int result;
    private final @Nullable Partials partials;
    private final boolean[] written;
    /** By slot, whether it is one row, read again and again. */
    private final boolean[] repeated;
    /** How many rows or columns can be computed by themselves; 0 if they cannot. */
    private int extent;
    /** Whether columns can. */
    private boolean alongInner;

    public FusedTask(Loop loop, Frame frame, Recipe recipe, int[] extents, boolean[] folded, int[][] strides, int[] begin) {
        this.loop = loop;
        this.frame = frame;
        this.mode = recipe.mode;
        this.result = recipe.result;
        this.written = new boolean[begin.length];
        this.repeated = new boolean[begin.length];
        for (int slot = 0; slot < begin.length; slot++) {
            repeated[slot] = recipe.slots.get(slot).repeats;
        }
        recipe.stores.forEach(store -> written[store.slot] = true);
        if (result >= 0) {
            written[result] = true;
        }
        this.extents = extents;
        this.folded = folded;
        this.strides = strides;
        this.begin = begin;
        this.inner = extents.length - 1;
        this.outer = outerAxis();
        this.walked = walkedAxes();
        int product = 1;
        for (int axis : walked) {
            product *= extents[axis];
        }
        this.turns = product;
        for (int slot = 0; slot < strides.length; slot++) {
            frame.outer[slot] = outer < 0 ? 0 : strides[slot][outer];
        }
        int length = blockedLength();
        this.step = step(length);
        this.rows = Math.max(PIECE_ROWS, PIECE / Math.max(1, Math.min(step, extents[inner])));
        int natural = length == 0 ? 0 : (length + step - 1) / step;
        this.partials = natural == 1 && turns == 1 && result >= 0 ? partials(recipe.fold) : null;
        this.blocks = partials == null ? natural : partials.groups;
    }

    // What is not cut by its results is cut by what is summed up.
    private @Nullable Partials partials(Op fold) {
        Room target = Room.of(frame.blocks[result], begin[result]);
        long elements = (long) outerExtent() * extents[inner];
        Partials made = null;
        if (mode == Recipe.Mode.OUTER) {
            made = Partials.of(elements, (outerExtent() + rows - 1) / rows, extents[inner], fold, target);
        } else if (outerExtent() == 1) {
            made = Partials.of(elements, (extents[inner] + LINE - 1) / LINE, 1, fold, target);
        }
        if (made != null) {
            frame.blocks[result] = made.block();
        }
        return made;
    }

    // A reduction wants its outer loop to be one that is summed up, or one that is not, as the inner loop is not or is.
    private int outerAxis() {
        if (mode == Recipe.Mode.EACH) {
            return inner - 1;
        }
        int best = -1;
        for (int axis = 0; axis < inner; axis++) {
            boolean fits = folded[axis] == (mode == Recipe.Mode.OUTER);
            if (fits && (best < 0 || extents[axis] > extents[best])) {
                best = axis;
            }
        }
        return best;
    }

    private int[] walkedAxes() {
        int[] axes = new int[Math.max(0, extents.length - 1 - (outer < 0 ? 0 : 1))];
        int at = 0;
        for (int axis = 0; axis < inner; axis++) {
            if (axis != outer) {
                axes[at++] = axis;
            }
        }
        return axes;
    }

    private int outerExtent() {
        return outer < 0 ? 1 : extents[outer];
    }

    private int blockedLength() {
        switch (mode) {
            case EACH:
                return outer < 0 ? extents[inner] : turns * outerExtent();
            case OUTER:
                return extents[inner];
            default:
                return outerExtent();
        }
    }

    private int step(int length) {
        long total = (long) turns * outerExtent() * extents[inner];
        long each = Math.max(1, length == 0 ? 1 : total / length);
        long step = Math.max(1, BLOCK / each);
        boolean cutsInner = mode == Recipe.Mode.OUTER || mode == Recipe.Mode.EACH && outer < 0;
        if (cutsInner) {
            step = Math.max(64, (step + Scratch.LANES - 1) / Scratch.LANES * Scratch.LANES);
        }
        return (int) Math.min(step, Math.max(1, length));
    }

    @Override
    public int blocks() {
        return blocks;
    }

    @Override
    public void run(int block, Scratch scratch) {
        int from = block * step;
        int[] at = scratch.at(begin.length);
        if (partials != null) {
            group(partials, block, at, scratch);
            return;
        }
        switch (mode) {
            case EACH:
                each(from, Math.min(blockedLength(), from + step), at, scratch);
                break;
            case OUTER:
                columns(from, Math.min(extents[inner], from + step), at, scratch);
                break;
            default:
                lines(from, Math.min(outerExtent(), from + step), at, scratch);
                break;
        }
    }

    @Override
    public void finish(Scratch scratch) {
        if (partials != null) {
            partials.combine();
        }
    }

    private void group(Partials partials, int group, int[] at, Scratch scratch) {
        place(0, at);
        at[result] = partials.begin(group);
        boolean byRows = mode == Recipe.Mode.OUTER;
        int piece = byRows ? rows : LINE;
        int total = byRows ? outerExtent() : extents[inner];
        int from = partials.piece(group) * piece;
        int to = Math.min(total, partials.piece(group + 1) * piece);
        for (int i = from; i < to; i += piece) {
            int end = Math.min(to, i + piece);
            if (byRows) {
                loop.run(frame, at, scratch, i, end, 0, extents[inner], i == from);
            } else {
                loop.run(frame, at, scratch, 0, 1, i, end, i == from);
            }
        }
    }

    private void each(int from, int to, int[] at, Scratch scratch) {
        if (outer < 0) {
            place(0, at);
            repeatRows(at, scratch);
            loop.run(frame, at, scratch, 0, 1, from, to, true);
            return;
        }
        for (int line = from; line < to;) {
            int first = line % extents[outer];
            int count = Math.min(extents[outer] - first, to - line);
            place(line / extents[outer], at);
            loop.run(frame, at, scratch, first, first + count, 0, extents[inner], true);
            line += count;
        }
    }

    private void repeatRows(int[] at, Scratch scratch) {
        for (int slot = 0; slot < begin.length; slot++) {
            if (repeated[slot]) {
                scratch.repeat(slot, frame.blocks[slot], at[slot], frame.period);
            }
        }
    }

    private void columns(int from, int to, int[] at, Scratch scratch) {
        for (int turn = 0; turn < turns; turn++) {
            boolean first = place(turn, at);
            for (int row = 0; row < outerExtent() || row == 0; row += rows) {
                loop.run(frame, at, scratch, row, Math.min(outerExtent(), row + rows), from, to, first && row == 0);
            }
        }
    }

    private void lines(int from, int to, int[] at, Scratch scratch) {
        for (int turn = 0; turn < turns; turn++) {
            boolean first = place(turn, at);
            for (int element = 0; element < extents[inner] || element == 0; element += LINE) {
                loop.run(frame, at, scratch, from, to, element, Math.min(extents[inner], element + LINE),
                        first && element == 0);
            }
        }
    }

    /** Writes where a turn of the walked axes begins; says whether it is the first of those that are summed up. */
    private boolean place(int turn, int[] at) {
        System.arraycopy(begin, 0, at, 0, begin.length);
        boolean first = true;
        int rest = turn;
        for (int i = walked.length - 1; i >= 0; i--) {
            int axis = walked[i];
            int index = rest % extents[axis];
            rest /= extents[axis];
            first &= index == 0 || !folded[axis];
            for (int slot = 0; slot < begin.length; slot++) {
                at[slot] += index * strides[slot][axis];
            }
        }
        return first;
    }

    /** Lets rows be computed by themselves: the first axis is that of the rows, maybe with others. */
    public FusedTask byRows(int count) {
        boolean isFirst = mode == Recipe.Mode.EACH || mode == Recipe.Mode.INNER && outer == 0
                || mode == Recipe.Mode.OUTER && extents.length == 1;
        extent = isFirst && partials == null && blockedLength() % count == 0 ? count : 0;
        return this;
    }

    /** Lets columns be computed by themselves: the last axis is that of the columns, and of nothing else. */
    public FusedTask byColumns(int count) {
        boolean isLast = mode != Recipe.Mode.INNER && extents[inner] == count;
        extent = isLast && partials == null ? count : 0;
        alongInner = true;
        return this;
    }

    @Override
    public boolean isCut() {
        return extent > 0;
    }

    @Override
    public int extent() {
        return extent;
    }

    @Override
    public int unit() {
        return !alongInner ? 1 : extent < MANY ? COLUMNS : 2 * COLUMNS;
    }

    @Override
    public long work() {
        return (long) turns * outerExtent() * (extents[inner] / Scratch.LANES + 1) * begin.length * ARITHMETIC;
    }

    /** A block of columns begins every row anew. */
    @Override
    public long least() {
        return alongInner ? 1 << 14 : CutTask.super.least();
    }

    @Override
    public long moved() {
        long moved = 0;
        for (int slot = 0; slot < begin.length && !alongInner; slot++) {
            moved += reach(slot, null).size();
        }
        return moved;
    }

    @Override
    public void part(int from, int to, Scratch scratch) {
        int[] at = scratch.at(begin.length);
        int each = alongInner ? 1 : blockedLength() / extent;
        if (mode == Recipe.Mode.OUTER) {
            columns(from * each, to * each, at, scratch);
        } else if (mode == Recipe.Mode.INNER) {
            lines(from * each, to * each, at, scratch);
        } else if (alongInner) {
            eachOf(from, to, at, scratch);
        } else {
            each(from * each, to * each, at, scratch);
        }
    }

    private void eachOf(int from, int to, int[] at, Scratch scratch) {
        for (int turn = 0; turn < turns; turn++) {
            place(turn, at);
            loop.run(frame, at, scratch, 0, outerExtent(), from, to, true);
        }
    }

    private Reach reach(int slot, @Nullable Block block) {
        int[] walked = repeated[slot] ? new int[] {frame.period} : extents;
        return Reach.of(block, begin[slot], walked, strides[slot], written[slot]);
    }

    @Override
    public List<Reach> reaches() {
        List<Reach> reaches = new ArrayList<>();
        for (int slot = 0; slot < begin.length; slot++) {
            reaches.add(reach(slot, frame.blocks[slot]));
        }
        if (partials != null) {
            reaches.add(partials.reach());
        }
        return reaches;
    }
}
