package org.fascicle.core.training;

import org.fascicle.api.expr.Philox;

/** The order of the training rows in an epoch: a pure function of seed and epoch, so that a resumed run continues exactly. */
final class Shuffle {
    private static final int PATH = Philox.hash("shuffle");

    private Shuffle() {}

    /** Fisher and Yates's shuffle of 0 … n − 1. */
    static void order(long seed, int epoch, int[] into) {
        int[] words = new int[4];
        for (int i = 0; i < into.length; i++) {
            into[i] = i;
        }
        for (int i = into.length - 1; i > 0; i--) {
            if ((i & 3) == 3 || i == into.length - 1) {
                Philox.words(seed, i >>> 2, epoch, PATH, 0, words);
            }
            // The product's upper half is uniform enough: its bias is below n / 2³².
            int j = (int) ((words[i & 3] & 0xFFFFFFFFL) * (i + 1) >>> 32);
            int swapped = into[i];
            into[i] = into[j];
            into[j] = swapped;
        }
    }
}
