package org.fascicle.api.backend;

/** How a network computes with reals. */
public enum Precision {
    /** IEEE 754 binary32. */
    FLOAT32("float32"),
    /** IEEE 754 binary64. */
    FLOAT64("float64"),
    /**
     * Mixed: reals are binary32, but the operands of matrix products and convolutions are rounded to bfloat16; sums of products,
     * parameters, slots and all else stay binary32. The core puts the {@code cast}s into the graph: memory and programs are made
     * in {@link #storage()}. A backend lists it among its capabilities where such products are fast, or are its purpose.
     */
    BFLOAT16("bfloat16");

    private final String spelling;

    Precision(String spelling) {
        this.spelling = spelling;
    }

    /** What {@code real} is bound to in memory and in programs: this, or float32 where only products are rounded. */
    public Precision storage() {
        return this == BFLOAT16 ? FLOAT32 : this;
    }

    /** The name as model files write it. */
    @Override
    public String toString() {
        return spelling;
    }
}
