package org.fascicle.api.backend;

/** How a graph is to be compiled. Immutable. */
public final class CompileSettings {
    private final Precision precision;
    private final int maxRows;

    private CompileSettings(Precision precision, int maxRows) {
        this.precision = precision;
        this.maxRows = maxRows;
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
        return new CompileSettings(precision, maxRows);
    }

    /** What real is bound to. */
    public Precision precision() {
        return precision;
    }

    /** The largest number of rows that a run will have. */
    public int maxRows() {
        return maxRows;
    }
}
