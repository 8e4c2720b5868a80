package org.fascicle.backend.jit.task;

import java.util.List;

import org.fascicle.backend.jit.kernel.Scratch;

/**
 * A task that adds up what the rows of a batch give, in groups of rows: blocks are groups, each adds to memory of its own,
 * which a later task puts together. What has just been computed of a row can be added while it is in the cache: see
 * {@link Phase}.
 */
public interface RowSums extends Task {
    /** How many groups there are at most. */
    int GROUPS = 16;

    /** How many groups so many rows make. */
    static int groups(int rows) {
        return Math.min(GROUPS, rows);
    }

    /** The first row of a group; of the one behind the last, the number of rows. */
    static int begin(int group, int rows) {
        return (int) ((long) rows * group / groups(rows));
    }

    /** How many rows there are. */
    int rows();

    /**
     * Adds up rows, all of one group, in their order; it makes no difference how many come in one call.
     *
     * @param first whether they are the first of the group
     */
    void add(int group, int from, int to, boolean first, Scratch scratch);

    /** What it reads and writes, in all: it writes what is its own. */
    @Override
    List<Reach> reaches();

    @Override
    default int blocks() {
        return groups(rows());
    }

    @Override
    default void run(int group, Scratch scratch) {
        add(group, begin(group, rows()), begin(group + 1, rows()), true, scratch);
    }
}
