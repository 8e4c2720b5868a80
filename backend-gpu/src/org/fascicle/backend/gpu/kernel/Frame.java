package org.fascicle.backend.gpu.kernel;

/** What a run hands to all of its kernels, word by word: the low and the high half of the seed, the step, and the graph's scalars. */
public final class Frame {
    /** Where the scalars begin. */
    public static final int SCALARS = 3;

    private Frame() {}
}
