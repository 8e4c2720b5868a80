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
    BFLOAT16("bfloat16"),
    /**
     * Reals are binary32, and so is memory; but the backend may multiply no more than the first 10 bits of the fraction of the operands of
     * matrix products, whose sums are binary32. What is faster so is up to the backend; all else it computes as in {@link #FLOAT32}.
     */
    TF32("tf32");

    private final String spelling;

    Precision(String spelling) {
        this.spelling = spelling;
    }

    /** What {@code real} is bound to in memory and in programs: this, or float32 where the graph says which operands are rounded. */
    public Precision storage() {
        return this == BFLOAT16 ? FLOAT32 : this;
    }

    /** The name as model files write it. */
    @Override
    public String toString() {
        return spelling;
    }
}
