package org.fascicle.compiler.pass;

/** Along what kernels that follow each other can be cut, so that no part of one needs any other part of those before it. */
public enum Cut {
    /** Each kernel waits for those before it. */
    NONE,
    /** Rows of the batch. */
    ROWS,
    /** Elements of the last axis. */
    COLUMNS
}
