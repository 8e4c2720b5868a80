package org.fascicle.backend.jit.product;

import java.util.List;

import org.fascicle.backend.jit.kernel.Scratch;
import org.fascicle.backend.jit.task.Reach;
import org.fascicle.backend.jit.task.Room;
import org.fascicle.backend.jit.task.Task;

/** Transposes matrices that lie behind each other. Blocks are rows of one. */
public final class TransposeTask implements Task {
    private static final int BLOCK = 1 << 14;
    private static final int UNIT = Scratch.LANES;

    private final Transposition transposition;
    private final Room from;
    private final Room to;
    private final int count;
    private final int rows;
    private final int columns;
    private final int step;
    private final boolean early;

    /**
     * A task.
     *
     * @param count how many matrices
     * @param rows of a matrix
     * @param columns of a matrix
     * @param early whether they are there before the tasks right before this one
     */
    public TransposeTask(Transposition transposition, Room from, Room to, int count, int rows, int columns, boolean early) {
        this.transposition = transposition;
        this.from = from;
        this.to = to;
        this.count = count;
        this.rows = rows;
        this.columns = columns;
        this.early = early;
        int wanted = Math.max(UNIT, BLOCK / Math.max(1, columns) / UNIT * UNIT);
        this.step = Math.max(1, Math.min(rows, wanted));
    }

    private int perMatrix() {
        return (rows + step - 1) / step;
    }

    @Override
    public int blocks() {
        return count * perMatrix();
    }

    @Override
    public void run(int block, Scratch scratch) {
        int begin = block / perMatrix() * rows * columns;
        int row = block % perMatrix() * step;
        transposition.transpose(from.address(begin + row * columns), columns, to.address(begin + row), rows,
                Math.min(step, rows - row), columns, scratch.words);
    }

    @Override
    public boolean isEarly() {
        return early;
    }

    @Override
    public List<Reach> reaches() {
        int elements = count * rows * columns;
        return List.of(Reach.read(from, elements), Reach.written(to, elements));
    }
}
