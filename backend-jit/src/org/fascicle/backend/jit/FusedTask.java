package org.fascicle.backend.jit;

/** A generated kernel on its memory: cuts its loops into blocks and walks the axes that the generated code does not. */
final class FusedTask implements Task {
    /** About how many elements a block has. */
    private static final int BLOCK = 8192;
    /** Columns are summed up in pieces of so many rows. */
    private static final int PIECE = 1024;
    /** Whole arrays are summed up in pieces of so many elements. */
    private static final int LINE = 4096;

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
    private final int blocks;

    FusedTask(Loop loop, Frame frame, Recipe.Mode mode, int[] extents, boolean[] folded, int[][] strides, int[] begin) {
        this.loop = loop;
        this.frame = frame;
        this.mode = mode;
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
        this.blocks = length == 0 ? 0 : (length + step - 1) / step;
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
        boolean alongInner = mode == Recipe.Mode.OUTER || mode == Recipe.Mode.EACH && outer < 0;
        if (alongInner) {
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
        switch (mode) {
            case EACH:
                each(from, at, scratch);
                break;
            case OUTER:
                columns(from, Math.min(extents[inner], from + step), at, scratch);
                break;
            default:
                lines(from, Math.min(outerExtent(), from + step), at, scratch);
                break;
        }
    }

    private void each(int from, int[] at, Scratch scratch) {
        if (outer < 0) {
            place(0, at);
            loop.run(frame, at, scratch, 0, 1, from, Math.min(extents[inner], from + step), true);
            return;
        }
        int to = Math.min(turns * extents[outer], from + step);
        for (int line = from; line < to;) {
            int first = line % extents[outer];
            int count = Math.min(extents[outer] - first, to - line);
            place(line / extents[outer], at);
            loop.run(frame, at, scratch, first, first + count, 0, extents[inner], true);
            line += count;
        }
    }

    private void columns(int from, int to, int[] at, Scratch scratch) {
        for (int turn = 0; turn < turns; turn++) {
            boolean first = place(turn, at);
            for (int row = 0; row < outerExtent() || row == 0; row += PIECE) {
                loop.run(frame, at, scratch, row, Math.min(outerExtent(), row + PIECE), from, to, first && row == 0);
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
}
