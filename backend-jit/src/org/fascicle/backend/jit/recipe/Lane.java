package org.fascicle.backend.jit.recipe;

/** What a lane holds. */
public enum Lane {
    /** A binary32. */
    FLOAT,
    /** 32 bits, signed or not. */
    INT,
    /** A truth value; in memory it is the float 1 or 0. */
    TRUTH
}
