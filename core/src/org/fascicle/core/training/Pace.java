package org.fascicle.core.training;

/**
 * Says when a trainer is to wait for the steps that it has asked for: after a number of them, or, where none is given, after as many
 * as take about a tenth of a second. So a device is kept busy, and whoever stops a training need not wait long. Where there is nothing
 * to wait for, because a step has ended when the backend returns, that is after each. Used by one thread.
 */
final class Pace {
    private static final int MOST = 64;
    private static final long NANOS = 100_000_000;
    /** The part of the time that counts as waiting: one of so many. */
    private static final int PART = 50;

    private final int given;
    private int allowed = 1;
    private int begun;
    private long since;

    /**
     * A pace.
     *
     * @param every how many steps; 0 for as many as fit
     */
    Pace(int every) {
        this.given = every;
    }

    /** A step is about to be asked for. */
    void begin(long now) {
        if (begun++ == 0) {
            since = now;
        }
    }

    /** Whether that was the last one before it waits. */
    boolean isToWait() {
        return begun >= (given > 0 ? given : allowed);
    }

    /**
     * All steps have ended.
     *
     * @param waited for how long it has waited for that
     */
    void ended(long now, long waited) {
        long took = now - since;
        if (begun > 0 && waited > took / PART) {
            long fitting = NANOS / Math.max(1, took / begun);
            allowed = (int) Math.max(1, Math.min(fitting, Math.min(MOST, 2L * allowed)));
        }
        begun = 0;
    }
}
