package org.fascicle.api.backend;

import java.util.OptionalInt;

/** How a graph is to be compiled. Immutable. */
public final class CompileSettings {
    private final Precision precision;
    private final int maxRows;
    private final boolean fused;
    private final boolean once;
    private final int threads;

    private CompileSettings(Precision precision, int maxRows, boolean fused, boolean once, int threads) {
        this.precision = precision;
        this.maxRows = maxRows;
        this.fused = fused;
        this.once = once;
        this.threads = threads;
    }

    /**
     * Settings.
     *
     * @param precision what real is bound to
     * @param maxRows the largest number of rows that a run will have, at least 1
     */
    public static CompileSettings of(Precision precision, int maxRows) {
        if (maxRows < 1) {
            throw new IllegalArgumentException("maxRows must be at least 1: " + maxRows);
        }
        return new CompileSettings(precision, maxRows, true, false, 0);
    }

    /** The same, with each operation by itself: to compare with a program whose operations are fused. */
    public CompileSettings unfused() {
        return new CompileSettings(precision, maxRows, false, once, threads);
    }

    /** The same for a program that will run once: a backend spends less time on making it fast. Results are equal. */
    public CompileSettings once() {
        return new CompileSettings(precision, maxRows, fused, true, threads);
    }

    /**
     * The same for a program that is run by so many threads at most, the caller's among them. Results are equal. A backend whose threads
     * are not its own to count, such as those of a device, computes as without this.
     *
     * @param most at least 1
     */
    public CompileSettings threads(int most) {
        if (most < 1) {
            throw new IllegalArgumentException("a program is run by at least 1 thread: " + most);
        }
        return new CompileSettings(precision, maxRows, fused, once, most);
    }

    /** What real is bound to. */
    public Precision precision() {
        return precision;
    }

    /** The largest number of rows that a run will have. */
    public int maxRows() {
        return maxRows;
    }

    /** Whether a backend may fuse operations; if not, it computes one after the other. */
    public boolean isFused() {
        return fused;
    }

    /** Whether the program will run a single time. */
    public boolean isOnce() {
        return once;
    }

    /** How many threads may run the program; empty for as many as the backend has. */
    public OptionalInt threads() {
        return threads == 0 ? OptionalInt.empty() : OptionalInt.of(threads);
    }
}
