package org.fascicle.backend.jit.task;

/**
 * How a length is cut into blocks: whole units, as equal as they can be, and an even number of blocks, for an even number of
 * threads.
 */
public final class Blocks {
    private Blocks() {}

    /** So many blocks, or one more, so that their number is even; but at most some, and at least one. */
    public static int count(long wanted, int most) {
        long even = wanted + (wanted > 1 ? wanted % 2 : 0);
        return (int) Math.max(1, Math.min(even, most));
    }

    /** How many units a length has, the last maybe shorter; at least one. */
    public static int units(int length, int unit) {
        return Math.max(1, (length + unit - 1) / unit);
    }

    /** Where a block begins; the one behind the last, where all end. */
    public static int begin(int block, int blocks, int length, int unit) {
        return (int) Math.min(length, (long) units(length, unit) * block / blocks * unit);
    }
}
