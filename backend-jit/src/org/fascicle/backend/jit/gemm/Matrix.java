package org.fascicle.backend.jit.gemm;

import java.nio.ByteBuffer;

/** Where a matrix lies in memory outside the heap: row by row, or, turned, column by column. Immutable. */
public final class Matrix {
    private final ByteBuffer memory;
    private final int offset;
    private final int leading;
    private final boolean turned;

    private Matrix(ByteBuffer memory, int offset, int leading, boolean turned) {
        this.memory = memory;
        this.offset = offset;
        this.leading = leading;
        this.turned = turned;
    }

    /**
     * A matrix.
     *
     * @param memory direct, in the processor's byte order
     * @param offset where the first element lies, in elements from the memory's beginning
     * @param leading how many elements lie between the beginnings of two rows; if turned, of two columns
     * @param turned whether neighbours in memory are of one column
     */
    public static Matrix of(ByteBuffer memory, int offset, int leading, boolean turned) {
        if (!memory.isDirect()) {
            throw new IllegalArgumentException("a library reads memory outside the heap only");
        }
        return new Matrix(memory, offset, leading, turned);
    }

    /** The memory. */
    public ByteBuffer memory() {
        return memory;
    }

    /** Where the first element lies, in elements. */
    public int offset() {
        return offset;
    }

    /** How many elements lie between the beginnings of two rows; if turned, of two columns. */
    public int leading() {
        return leading;
    }

    /** Whether neighbours in memory are of one column. */
    public boolean isTurned() {
        return turned;
    }
}
