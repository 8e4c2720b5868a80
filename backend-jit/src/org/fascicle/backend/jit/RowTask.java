package org.fascicle.backend.jit;

/** A task that may be able to compute some rows of the batch by themselves, each from the same row of what it reads. */
interface RowTask extends Task {
    /** Whether it is able to. */
    boolean isByRows();

    /** How many rows there are. */
    int rows();

    /** About how many vector operations all rows take. */
    long work();

    /** Computes some rows. */
    void rows(int from, int to, Scratch scratch);
}
