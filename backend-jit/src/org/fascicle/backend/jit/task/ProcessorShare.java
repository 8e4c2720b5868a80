package org.fascicle.backend.jit.task;

import java.util.function.LongSupplier;

/**
 * How much of the time in which a thread wanted to run the system let it run: its processor time against the clock, in windows of
 * 50 ms. Updated by that thread; {@link #lately} may be read by any.
 */
final class ProcessorShare {
    private static final long WINDOW = 50_000_000;

    /** The processor time of the calling thread, in nanoseconds, or a negative number where it is not known. */
    private final LongSupplier used;
    /** The time awake in this window, up to {@link #since}. */
    private long awake;
    private long since;
    private long usedBefore = -1;
    private double window = Double.NaN;
    private volatile double lately = Double.NaN;

    ProcessorShare(LongSupplier used) {
        this.used = used;
    }

    /** From now on the thread wants to run. */
    void wakes(long now) {
        since = now;
    }

    /** From now on it does not. */
    void sleeps(long now) {
        awake += now - since;
        since = now;
    }

    /** Begins anew. */
    void forgets() {
        awake = 0;
        usedBefore = -1;
        window = Double.NaN;
        lately = Double.NaN;
    }

    /** Asked while the thread is awake: whether a window has just ended, so that {@link #lately} is new. */
    boolean measures(long now) {
        if (awake + now - since < WINDOW) {
            return false;
        }
        sleeps(now);
        long time = used.getAsLong();
        boolean known = usedBefore >= 0 && time >= 0;
        if (known) {
            double share = Math.min(1, (double) (time - usedBefore) / awake);
            lately = Math.max(window, share);
            window = share;
        }
        usedBefore = time;
        awake = 0;
        return known;
    }

    /** The greater share of the last two windows, from 0 to 1, because one alone may have met something short; NaN before there are two. */
    double lately() {
        return lately;
    }
}
