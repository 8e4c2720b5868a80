package org.fascicle.backend.jit.task;

import java.util.List;

import org.fascicle.backend.jit.kernel.Scratch;

/**
 * A kernel bound to memory and to a number of rows. Its blocks can run at the same time, in any order, on any thread; what
 * they give depends on the block only. {@link #finish} comes behind all of them.
 */
public interface Task {
    /** How many blocks there are: a function of the shapes. */
    int blocks();

    /** Runs one block. */
    void run(int block, Scratch scratch);

    /** Puts together what the blocks gave. */
    default void finish(Scratch scratch) {}

    /** What it is made of, in an order in which the parts can run one by one. */
    default List<? extends Task> parts() {
        return List.of(this);
    }

    /** About how many vector operations all of it takes: if nobody knows better, one for each vector that it touches. */
    default long work() {
        return reaches().stream().mapToLong(Reach::size).sum() / Scratch.LANES;
    }

    /** What it reads and writes, in all; nothing, if that is not known. */
    default List<Reach> reaches() {
        return List.of();
    }

    /** Whether it reads nothing that the tasks right before it write. */
    default boolean isEarly() {
        return false;
    }
}
