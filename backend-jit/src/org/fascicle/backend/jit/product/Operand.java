package org.fascicle.backend.jit.product;

import java.nio.ByteBuffer;

import org.fascicle.api.backend.MemoryException;
import org.fascicle.backend.jit.gemm.Element;
import org.fascicle.backend.jit.gemm.Matrix;
import org.fascicle.backend.jit.machine.Block;
import org.fascicle.backend.jit.task.Reach;

/** A copy of a tensor as a library reads it, or room for a result. */
public final class Operand {
    private static final String WHAT = "a copy of a matrix";

    final Element element;
    final Block block;
    /** The same memory, as libraries take it: it does not keep the block. */
    final ByteBuffer memory;
    private final int elements;
    /** In pairs of rows, how many a strip has place for; else 0. */
    private final int rows;

    /** As the tensor lies. */
    public Operand(Element element, long elements) {
        this(element, elements, 0);
    }

    private Operand(Element element, long elements, int rows) {
        this.element = element;
        this.elements = Math.toIntExact(elements);
        this.rows = rows;
        long bytes = elements * element.bytes();
        if (bytes > Integer.MAX_VALUE) {
            throw new MemoryException(WHAT, bytes, "one of them", Integer.MAX_VALUE, null);
        }
        block = Block.allocate((int) ((bytes + Float.BYTES - 1) / Float.BYTES), WHAT);
        memory = block.bytes(0, (int) bytes);
    }

    /** A matrix in pairs of rows. */
    public static Operand inPairs(int rows, int columns) {
        int filledUp = Matrix.filledUp(rows);
        long strips = (columns + Matrix.STRIP - 1) / Matrix.STRIP;
        return new Operand(Element.BFLOAT16, strips * Matrix.STRIP * filledUp, filledUp);
    }

    /** Where an element of two bytes lies. */
    long half(int element) {
        return block.address() + (long) element * Short.BYTES;
    }

    boolean isInPairs() {
        return rows > 0;
    }

    /** In pairs of rows: from a column on, with which a strip begins. */
    Matrix matrix(int column) {
        return Matrix.inPairs(memory, column * rows, rows);
    }

    /** In pairs of rows: where the first pair of an even row and of a strip's first column lies, in pairs. */
    int pair(int row, int column) {
        return (column * rows + row * Matrix.STRIP) / 2;
    }

    /** All of it, as something that is read or written. */
    Reach reach(boolean isWritten) {
        return Reach.of(block, 0, new int[] {elements}, new int[] {1}, isWritten);
    }
}
