package org.fascicle.backend.jit.task;

import java.util.List;

import org.fascicle.api.graph.Node;
import org.fascicle.backend.jit.kernel.Scratch;

/**
 * Tasks that follow each other block by block of rows, or of columns: whoever has a block computes all of them for it, so that no
 * thread waits for another in between, and what one task leaves is still in the cache for the next.
 */
public final class Phase implements Task {
    /** About how much work a block has at least, in vector operations. */
    private static final long BLOCK = 1 << 14;
    private static final int MOST = 64;
    /** What all blocks read and has more elements has left the second cache before the next block reads it again. */
    private static final long STAYS = 1 << 17;
    /** Then a block has so many rows, if there are enough for some blocks. */
    private static final int ENOUGH = 64;
    private static final int SOME = 4;

    final List<CutTask> tasks;
    final List<Node> causes;
    private final int extent;
    private final int step;

    public Phase(List<CutTask> tasks, List<Node> causes) {
        this.tasks = List.copyOf(tasks);
        this.causes = List.copyOf(causes);
        this.extent = tasks.get(0).extent();
        long work = 0;
        long shared = 0;
        int unit = 1;
        for (CutTask task : tasks) {
            work += task.work();
            shared += task.shared();
            unit = Math.max(unit, task.unit());
        }
        int blocks = (int) Math.max(1, Math.min(MOST, work / BLOCK));
        int least = shared > STAYS ? Math.min(ENOUGH, extent / SOME) : 1;
        int each = Math.max(least, (extent + blocks - 1) / blocks);
        this.step = (each + unit - 1) / unit * unit;
    }

    @Override
    public List<? extends Task> parts() {
        return tasks;
    }

    @Override
    public int blocks() {
        return (extent + step - 1) / step;
    }

    @Override
    public void run(int block, Scratch scratch) {
        int from = block * step;
        int to = Math.min(extent, from + step);
        int at = 0;
        try {
            for (; at < tasks.size(); at++) {
                tasks.get(at).part(from, to, scratch);
            }
        } catch (RuntimeException e) {
            throw new TaskException(causes.get(at), e);
        }
    }
}
