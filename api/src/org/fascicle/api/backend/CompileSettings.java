package org.fascicle.api.backend;

/** How a graph is to be compiled. Immutable. */
public final class CompileSettings {
    private final Precision precision;
    private final int maxRows;
    private final boolean fused;

    private CompileSettings(Precision precision, int maxRows, boolean fused) {
        this.precision = precision;
        this.maxRows = maxRows;
        this.fused = fused;
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
        return new CompileSettings(precision, maxRows, true);
    }

    /** The same, with each operation by itself: what a program is compared with whose backend joins operations. */
    public CompileSettings unfused() {
        return new CompileSettings(precision, maxRows, false);
    }

    /** What real is bound to. */
    public Precision precision() {
        return precision;
    }

    /** The largest number of rows that a run will have. */
    public int maxRows() {
        return maxRows;
    }

    /** Whether a backend may compute several operations together; if not, it computes one after the other. */
    public boolean isFused() {
        return fused;
    }
}
