package org.fascicle.backend.jit;

/**
 * A kernel bound to memory and to a number of rows. Its blocks can run at the same time, in any order, on any thread; what
 * they give hangs on the block only. {@link #finish} comes behind all of them.
 */
interface Task {
    /** How many blocks there are: a function of the shapes. */
    int blocks();

    /** Runs one block. */
    void run(int block, Scratch scratch);

    /** Puts together what the blocks gave. */
    default void finish(Scratch scratch) {}
}
