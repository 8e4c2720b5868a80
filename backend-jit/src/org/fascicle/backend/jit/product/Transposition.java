package org.fascicle.backend.jit.product;

import org.fascicle.backend.jit.kernel.LateFunction;
import org.fascicle.backend.jit.kernel.Natives;
import org.fascicle.backend.jit.machine.Words;

/** Transposes matrices. Safe for any thread. */
public final class Transposition {
    private final LateFunction transpose;

    public Transposition(Natives natives) {
        this.transpose = new LateFunction(natives, NativeGemm.class, NativeGemm.TEXT, "transpose");
    }

    /**
     * Writes a matrix's columns as rows.
     *
     * @param from where the matrix begins; its rows are {@code step} elements apart
     * @param to where its transpose begins; what were columns are {@code toStep} elements apart
     * @param rows of the matrix
     * @param columns of the matrix
     */
    void transpose(long from, int step, long to, int toStep, int rows, int columns, Words words) {
        words.put(0, from);
        words.put(1, step);
        words.put(2, rows);
        words.put(3, columns);
        words.put(4, to);
        words.put(5, toStep);
        transpose.call(words);
    }
}
