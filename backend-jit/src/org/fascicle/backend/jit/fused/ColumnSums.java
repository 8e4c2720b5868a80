package org.fascicle.backend.jit.fused;

import java.util.ArrayList;
import java.util.List;

import org.fascicle.api.expr.Primitives;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.fascicle.api.graph.Node;
import org.fascicle.backend.jit.kernel.Frame;
import org.fascicle.backend.jit.kernel.Loop;
import org.fascicle.backend.jit.kernel.Scratch;
import org.fascicle.backend.jit.recipe.Recipe;
import org.fascicle.backend.jit.task.Reach;
import org.fascicle.backend.jit.task.Room;
import org.fascicle.backend.jit.task.RowSums;
import org.fascicle.compiler.pass.Cut;
import org.fascicle.compiler.pass.Kernel;

/**
 * The sums of columns over all lines of a batch's rows, row by row, where a row has many lines: a bias behind a convolution.
 */
public final class ColumnSums implements RowSums {
    /** Lines are summed up in pieces of about so many elements, and at least so many lines; a row has a whole piece. */
    private static final int PIECE = 2048;
    private static final int PIECE_LINES = 32;

    private final Loop loop;
    private final Frame frame;
    private final int result;
    private final int rows;
    private final int linesOfRow;
    private final int width;
    private final int[][] strides;
    private final int[] begin;
    /** Sums for each group. */
    public final Room partial;

    /**
     * A task.
     *
     * @param frame memory and numbers; that of the result is put into it
     * @param extents lines of all rows, and columns
     * @param strides by slot
     * @param begin by slot
     */
    public ColumnSums(Loop loop, Frame frame, Recipe recipe, int[] extents, int[][] strides, int[] begin, int rows) {
        this.loop = loop;
        this.frame = frame;
        this.result = recipe.result;
        this.rows = rows;
        this.linesOfRow = extents[0] / rows;
        this.width = extents[1];
        this.strides = strides;
        this.begin = begin;
        this.partial = Room.allocate(Type.REAL, (long) RowSums.groups(rows) * width, "sums of columns");
        frame.blocks[result] = partial.block;
        for (int slot = 0; slot < strides.length; slot++) {
            frame.outer[slot] = strides[slot][0];
        }
    }

    /** Whether a kernel is such a sum, and nothing else. */
    public static boolean suits(Kernel kernel, Recipe recipe, Space space, int rows) {
        int[] extents = space.extents;
        Node sum = kernel.anchor().orElse(null);
        return sum != null && sum.op() == Primitives.SUM && kernel.cut() != Cut.ROWS && recipe.mode == Recipe.Mode.OUTER
                && extents.length == 2 && space.folded[0] && recipe.stores.isEmpty() && isByRows(sum.operand(0).shape())
                && (long) extents[0] * extents[1] >= (long) PIECE * rows && extents[0] % rows == 0
                && extents[0] / rows >= PIECE_LINES
                && kernel.inputs().stream().map(Node::shape).allMatch(shape -> !shape.isBatched()
                        || isByRows(shape) && shape.rank() == sum.operand(0).shape().rank());
    }

    private static boolean isByRows(Shape shape) {
        return shape.rank() > 0 && shape.extent(0) == Shape.ROWS;
    }

    @Override
    public int rows() {
        return rows;
    }

    @Override
    public void add(int group, int from, int to, boolean first, Scratch scratch) {
        int[] at = scratch.at(begin.length);
        System.arraycopy(begin, 0, at, 0, begin.length);
        at[result] = partial.offset + group * width;
        int piece = Math.max(PIECE_LINES, PIECE / width);
        for (int row = from; row < to; row++) {
            int end = (row + 1) * linesOfRow;
            for (int line = row * linesOfRow; line < end; line += piece) {
                loop.run(frame, at, scratch, line, Math.min(end, line + piece), 0, width,
                        first && row == from && line == row * linesOfRow);
            }
        }
    }

    @Override
    public List<Reach> reaches() {
        List<Reach> reaches = new ArrayList<>();
        int[] extents = {rows * linesOfRow, width};
        for (int slot = 0; slot < begin.length; slot++) {
            if (slot != result) {
                reaches.add(Reach.of(frame.blocks[slot], begin[slot], extents, strides[slot], false));
            }
        }
        reaches.add(Reach.written(partial, RowSums.groups(rows) * width));
        return reaches;
    }
}
