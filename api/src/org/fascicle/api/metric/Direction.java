package org.fascicle.api.metric;

/** Which way a metric has to go to be better. */
public enum Direction {
    /** More is better, as of an accuracy. */
    UP,
    /** Less is better, as of a loss. */
    DOWN,
    /** Neither, or it is not known. */
    NONE
}
