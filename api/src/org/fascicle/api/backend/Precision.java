package org.fascicle.api.backend;

/** What {@code real} is bound to in a program. */
public enum Precision {
    /** IEEE 754 binary32. */
    FLOAT32("float32"),
    /** IEEE 754 binary64. */
    FLOAT64("float64");

    private final String spelling;

    Precision(String spelling) {
        this.spelling = spelling;
    }

    /** The name as model files write it. */
    @Override
    public String toString() {
        return spelling;
    }
}
