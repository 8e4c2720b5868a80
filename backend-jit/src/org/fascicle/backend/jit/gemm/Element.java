package org.fascicle.backend.jit.gemm;

/** What the operands of a product consist of; its results are always binary32. */
public enum Element {
    /** IEEE 754 binary32, products and sums too. */
    FLOAT32(4),
    /** The upper halves of binary32; products are exact, sums binary32. */
    BFLOAT16(2);

    private final int bytes;

    Element(int bytes) {
        this.bytes = bytes;
    }

    /** The bytes of one. */
    public int bytes() {
        return bytes;
    }
}
