package org.fascicle.core.training;

import org.fascicle.api.backend.MemoryException;

/** The order in which the rows of an epoch are taken. Used by one thread. */
final class EpochOrder {
    private final int[] order;
    private final long seed;
    private final boolean shuffles;
    private int epochAtHand = -1;

    /**
     * An order.
     *
     * @param shuffles whether each epoch has another one; if not, rows come as they lie
     */
    EpochOrder(int rows, long seed, boolean shuffles) {
        this.seed = seed;
        this.shuffles = shuffles;
        try {
            order = new int[rows];
        } catch (OutOfMemoryError e) {
            throw MemoryException.ofHeap("the order of " + rows + " training rows", (long) rows * Integer.BYTES, e);
        }
        for (int i = 0; i < rows; i++) {
            order[i] = i;
        }
    }

    /**
     * Goes to an epoch.
     *
     * @return whether the order is another one than before
     */
    boolean turnTo(int epoch) {
        boolean changes = epochAtHand < 0 || shuffles && epoch != epochAtHand;
        if (shuffles && changes) {
            Shuffle.order(seed, epoch, order);
        }
        epochAtHand = epoch;
        return changes;
    }

    /** The numbers of the rows, in the order of the epoch at hand; the array is the same for all. */
    int[] rows() {
        return order;
    }
}
