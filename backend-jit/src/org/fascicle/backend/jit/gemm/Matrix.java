package org.fascicle.backend.jit.gemm;

import java.nio.ByteBuffer;

/** A matrix in direct memory: row by row; transposed, column by column; or in pairs of rows. Immutable. */
public final class Matrix {
    /** How many columns lie in a strip of a matrix in pairs of rows. */
    public static final int STRIP = 64;
    /** The number of rows of a matrix in pairs of rows is filled up to a multiple of this. */
    public static final int DEPTH = 32;

    private final ByteBuffer memory;
    private final int offset;
    private final int leading;
    private final boolean transposed;
    private final boolean inPairs;

    private Matrix(ByteBuffer memory, int offset, int leading, boolean transposed, boolean inPairs) {
        if (!memory.isDirect()) {
            throw new IllegalArgumentException("a library reads memory outside the heap only");
        }
        this.memory = memory;
        this.offset = offset;
        this.leading = leading;
        this.transposed = transposed;
        this.inPairs = inPairs;
    }

    /**
     * A matrix.
     *
     * @param memory direct, in the processor's byte order
     * @param offset where the first element lies, in elements from the memory's beginning
     * @param leading how many elements lie between the beginnings of two rows; if transposed, of two columns
     * @param transposed whether neighbours in memory are of one column
     */
    public static Matrix of(ByteBuffer memory, int offset, int leading, boolean transposed) {
        return new Matrix(memory, offset, leading, transposed, false);
    }

    /**
     * A matrix of bfloat16 in pairs of rows: strips of {@value #STRIP} columns lie one behind the other. A strip holds its part of rows
     * 0 and 1, column by column, the two elements beside each other, then of rows 2 and 3, and so on. What is there of the strips and
     * of no column or row of the matrix is 0.
     *
     * @param memory direct, in the processor's byte order
     * @param offset where the first strip begins, in elements from the memory's beginning
     * @param rows how many rows each strip has place for: {@link #filledUp}
     */
    public static Matrix inPairs(ByteBuffer memory, int offset, int rows) {
        return new Matrix(memory, offset, rows, false, true);
    }

    /** How many rows a matrix in pairs of rows has place for. */
    public static int filledUp(int rows) {
        return (rows + DEPTH - 1) / DEPTH * DEPTH;
    }

    /** The memory. */
    public ByteBuffer memory() {
        return memory;
    }

    /** Where the first element lies, in elements. */
    public int offset() {
        return offset;
    }

    /**
     * How many elements lie between the beginnings of two rows; if transposed, of two columns; in pairs of rows, how many rows a
     * strip has place for.
     */
    public int leading() {
        return leading;
    }

    /** Whether neighbours in memory are of one column. */
    public boolean isTransposed() {
        return transposed;
    }

    /** Whether it lies in pairs of rows. */
    public boolean isInPairs() {
        return inPairs;
    }

    /** Where an element lies, in elements from the memory's beginning. */
    public int at(int row, int column) {
        if (inPairs) {
            return offset + column / STRIP * leading * STRIP + row / 2 * 2 * STRIP + column % STRIP * 2 + row % 2;
        }
        return offset + (transposed ? row + column * leading : row * leading + column);
    }
}
