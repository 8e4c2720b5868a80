package org.fascicle.backend.jit.kernel;

/** A generated kernel. Its class is known by what it computes and holds nothing; safe for any thread. */
public interface Loop {
    /**
     * Runs two nested loops.
     *
     * @param frame arrays, strides and numbers
     * @param at for each slot, the index of the element at outer 0, inner 0
     * @param scratch the thread's
     * @param outerFrom the first turn of the outer loop
     * @param outerTo the turn before which it ends
     * @param innerFrom the first turn of the inner loop
     * @param innerTo the turn before which it ends
     * @param first whether a reduction begins here; else it goes on with what its result holds
     */
    void run(Frame frame, int[] at, Scratch scratch, int outerFrom, int outerTo, int innerFrom, int innerTo, boolean first);
}
