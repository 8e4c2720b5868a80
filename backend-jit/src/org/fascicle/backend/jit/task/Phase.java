package org.fascicle.backend.jit.task;

import java.util.ArrayList;
import java.util.List;

import org.fascicle.api.graph.Node;
import org.fascicle.backend.jit.kernel.Scratch;

/**
 * Tasks that follow each other block by block of rows, or of columns: whoever has a block computes all of them for it, so that no
 * thread waits for another in between, and what one task leaves is still in the cache for the next. Behind them, what they
 * leave may be summed up over rows: blocks are then the groups of {@link RowSums}.
 */
public final class Phase implements Task {
    private static final int MOST = 64;
    /** What all blocks read and has more elements has left the second cache before the next block reads it again. */
    private static final long STAYS = 1 << 17;
    /** Then a block has so many rows, if there are enough for some blocks. */
    private static final int ENOUGH = 64;
    private static final int SOME = 4;
    /** So many elements stay in the second cache from one task to the next. */
    private static final long NEAR = 1 << 17;

    final List<CutTask> tasks;
    private final List<RowSums> sums;
    /** Of the tasks, then of the sums. */
    final List<Node> causes;
    private final int extent;
    private final int unit;
    private final int blocks;
    /** How many rows or columns of a block are computed at a time. */
    private final int near;

    public Phase(List<CutTask> tasks, List<Node> causes) {
        this(tasks, List.of(), causes);
    }

    /**
     * A phase.
     *
     * @param sums what is summed up over rows behind the tasks, which are cut along them
     * @param causes of the tasks, then of the sums
     */
    public Phase(List<CutTask> tasks, List<RowSums> sums, List<Node> causes) {
        this.tasks = List.copyOf(tasks);
        this.sums = List.copyOf(sums);
        this.causes = List.copyOf(causes);
        this.extent = tasks.get(0).extent();
        long work = 0;
        long shared = 0;
        long moved = 0;
        long least = 1;
        int largest = 1;
        for (CutTask task : tasks) {
            work += task.work();
            shared += task.shared();
            moved += task.moved();
            least = Math.max(least, task.least());
            largest = Math.max(largest, task.unit());
        }
        this.unit = largest;
        boolean leaves = shared > STAYS;
        int most = Math.min(MOST, leaves ? Math.max(SOME, extent / ENOUGH) : MOST);
        this.blocks = sums.isEmpty() ? Blocks.count(work / least, Math.min(most, Blocks.units(extent, unit)))
                : RowSums.groups(extent);
        int some = (int) Math.max(leaves ? Math.min(ENOUGH, extent / SOME) : 1, NEAR / Math.max(1, moved / Math.max(1, extent)));
        this.near = Blocks.units(some, unit) * unit;
    }

    @Override
    public List<? extends Task> parts() {
        List<Task> parts = new ArrayList<>(tasks);
        parts.addAll(sums);
        return parts;
    }

    @Override
    public int blocks() {
        return blocks;
    }

    private int begin(int block) {
        return sums.isEmpty() ? Blocks.begin(block, blocks, extent, unit) : RowSums.begin(block, extent);
    }

    @Override
    public void run(int block, Scratch scratch) {
        int begin = begin(block);
        int end = begin(block + 1);
        int at = 0;
        try {
            for (int from = begin; from < end; from += near) {
                int to = Math.min(end, from + near);
                for (at = 0; at < tasks.size(); at++) {
                    tasks.get(at).part(from, to, scratch);
                }
                for (; at < tasks.size() + sums.size(); at++) {
                    sums.get(at - tasks.size()).add(block, from, to, from == begin, scratch);
                }
            }
        } catch (RuntimeException e) {
            throw new TaskException(causes.get(at), e);
        }
    }
}
