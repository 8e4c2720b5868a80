package org.fascicle.backend.jit.product;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

import org.fascicle.api.backend.BackendException;
import org.fascicle.backend.jit.gemm.Element;
import org.fascicle.backend.jit.task.Reach;

/** A copy of a tensor outside the heap, where a library reads it, or room for a result. Given back when nobody refers to it. */
public final class Operand {
    private static final int LINE = 64;

    final Element element;
    final ByteBuffer memory;
    private final int elements;

    public Operand(Element element, long elements) {
        this.element = element;
        this.elements = Math.toIntExact(elements);
        long bytes = elements * element.bytes();
        try {
            memory = ByteBuffer.allocateDirect(Math.toIntExact(bytes + 2 * LINE)).alignedSlice(LINE).order(ByteOrder.nativeOrder());
        } catch (OutOfMemoryError | ArithmeticException e) {
            throw new BackendException("there is no memory outside the heap for a matrix: " + bytes + " bytes", e);
        }
    }

    /** All of it, as something that is read or written. */
    Reach reach(boolean isWritten) {
        return Reach.of(memory, 0, new int[] {elements}, new int[] {1}, isWritten);
    }
}
