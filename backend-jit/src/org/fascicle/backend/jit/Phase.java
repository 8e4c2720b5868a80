package org.fascicle.backend.jit;

import java.util.List;

import org.fascicle.api.graph.Node;

/**
 * Tasks that follow each other block by block of rows: whoever has a block computes all of them for its rows, so that no
 * thread waits for another in between, and what one task leaves is still in the cache for the next.
 */
final class Phase implements Task {
    /** About how much work a block has at least, in vector operations. */
    private static final long BLOCK = 1 << 14;
    private static final int MOST = 64;
    /** A tile of a matrix product has so many rows. */
    private static final int TILE = 8;

    final List<RowTask> tasks;
    final List<Node> causes;
    private final int rows;
    private final int step;

    Phase(List<RowTask> tasks, List<Node> causes) {
        this.tasks = List.copyOf(tasks);
        this.causes = List.copyOf(causes);
        this.rows = tasks.get(0).rows();
        long work = 0;
        boolean multiplies = false;
        for (RowTask task : tasks) {
            work += task.work();
            multiplies |= task instanceof MatmulTask;
        }
        int blocks = (int) Math.max(1, Math.min(MOST, work / BLOCK));
        int each = (rows + blocks - 1) / blocks;
        int unit = !multiplies ? 1 : rows >= TILE * TILE ? 2 * TILE : TILE;
        this.step = (each + unit - 1) / unit * unit;
    }

    @Override
    public List<? extends Task> parts() {
        return tasks;
    }

    @Override
    public int blocks() {
        return (rows + step - 1) / step;
    }

    @Override
    public void run(int block, Scratch scratch) {
        int from = block * step;
        int to = Math.min(rows, from + step);
        int at = 0;
        try {
            for (; at < tasks.size(); at++) {
                tasks.get(at).rows(from, to, scratch);
            }
        } catch (RuntimeException e) {
            throw new TaskException(causes.get(at), e);
        }
    }
}
