package org.fascicle.backend.gpu.kernel;

/**
 * What a run hands to all of its kernels, word by word: the low and the high half of the seed, the step, of how many refused runs the
 * caller has heard, and the graph's scalars.
 */
public final class Frame {
    /** Where the number of refused runs stands that the caller has heard of. */
    public static final int REPORTED = 3;
    /** Where the scalars begin. */
    public static final int SCALARS = 4;
    /** The byte of a workspace's state that says whether the run at hand is accepted. */
    public static final int ACCEPTED = 4;

    private Frame() {}
}
