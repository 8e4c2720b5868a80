package org.fascicle.backend.jit.task;

import org.fascicle.backend.jit.kernel.Scratch;

/**
 * A task that may be able to compute some rows of the batch by themselves, each from the same row of what it reads, or some columns: what
 * it can be cut along is its kernel's {@link org.fascicle.compiler.pass.Kernel#cut()}.
 */
public interface CutTask extends Task {
    /** Whether it is able to. */
    boolean isCut();

    /** Whether it is able to, though it might be better not to. */
    default boolean canBeCut() {
        return isCut();
    }

    /** How many rows or columns there are. */
    int extent();

    /** A number of which parts are best multiples. */
    default int unit() {
        return 1;
    }

    /** How much work makes a block worth its while, in vector operations. */
    default long least() {
        return 1 << 12;
    }

    /** Computes some rows or columns. */
    void part(int from, int to, Scratch scratch);

    /** About how many elements all parts together read and write, each its own; 0 where that is no matter. */
    default long moved() {
        return 0;
    }

    /** How many elements every part reads, whichever it is. */
    default long shared() {
        return 0;
    }
}
