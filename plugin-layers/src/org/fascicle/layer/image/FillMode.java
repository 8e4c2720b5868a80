package org.fascicle.layer.image;

/** What lies outside an image a b c d. */
public enum FillMode {
    /** d c b a | a b c d | d c b a. */
    REFLECT,
    /** A fixed value. */
    CONSTANT,
    /** a b c d | a b c d | a b c d. */
    WRAP,
    /** a a a a | a b c d | d d d d. */
    NEAREST
}
