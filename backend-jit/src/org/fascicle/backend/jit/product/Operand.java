package org.fascicle.backend.jit.product;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

import org.fascicle.api.backend.MemoryException;
import org.fascicle.backend.jit.gemm.Element;
import org.fascicle.backend.jit.gemm.Matrix;
import org.fascicle.backend.jit.task.Reach;

/** A copy of a tensor outside the heap, where a library reads it, or room for a result. Given back when nobody refers to it. */
public final class Operand {
    private static final int LINE = 64;
    private static final String WHAT = "a copy of a matrix outside the heap";

    final Element element;
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
        memory = allocate(elements * element.bytes());
    }

    private static ByteBuffer allocate(long bytes) {
        int most = Integer.MAX_VALUE - 2 * LINE;
        if (bytes > most) {
            throw new MemoryException(WHAT, bytes, "one of them", most, null);
        }
        try {
            return ByteBuffer.allocateDirect((int) bytes + 2 * LINE).alignedSlice(LINE).order(ByteOrder.nativeOrder());
        } catch (OutOfMemoryError e) {
            throw new MemoryException(WHAT, bytes, "memory outside the heap (-XX:MaxDirectMemorySize)", 0, e);
        }
    }

    /** A matrix in pairs of rows. */
    public static Operand inPairs(int rows, int columns) {
        int filledUp = Matrix.filledUp(rows);
        long strips = (columns + Matrix.STRIP - 1) / Matrix.STRIP;
        return new Operand(Element.BFLOAT16, strips * Matrix.STRIP * filledUp, filledUp);
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
        return Reach.of(memory, 0, new int[] {elements}, new int[] {1}, isWritten);
    }
}
