package org.fascicle.backend.jit.product;

/**
 * Transposes matrices, eight rows at a time. In plain loops: they are fast before the compiler has come, and exchanging the
 * lanes of vectors gains little.
 */
final class Transposition {
    private Transposition() {}

    /**
     * Writes a matrix's columns as rows.
     *
     * @param from holds the matrix, beginning at {@code at}; its rows are {@code step} apart
     * @param to receives it, beginning at {@code into}; what were columns are {@code toStep} apart
     * @param rows of the matrix
     * @param columns of the matrix
     */
    static void transpose(float[] from, int at, int step, float[] to, int into, int toStep, int rows, int columns) {
        int i = 0;
        for (; i + 8 <= rows; i += 8) {
            eight(from, at + i * step, step, to, into + i, toStep, columns);
        }
        for (; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                to[into + j * toStep + i] = from[at + i * step + j];
            }
        }
    }

    private static void eight(float[] from, int r0, int step, float[] to, int into, int toStep, int columns) {
        int r1 = r0 + step;
        int r2 = r1 + step;
        int r3 = r2 + step;
        int r4 = r3 + step;
        int r5 = r4 + step;
        int r6 = r5 + step;
        int r7 = r6 + step;
        for (int j = 0, o = into; j < columns; j++, o += toStep) {
            // All are read before one is written: then the compiler checks the eight places at once.
            float x0 = from[r0 + j];
            float x1 = from[r1 + j];
            float x2 = from[r2 + j];
            float x3 = from[r3 + j];
            float x4 = from[r4 + j];
            float x5 = from[r5 + j];
            float x6 = from[r6 + j];
            float x7 = from[r7 + j];
            to[o] = x0;
            to[o + 1] = x1;
            to[o + 2] = x2;
            to[o + 3] = x3;
            to[o + 4] = x4;
            to[o + 5] = x5;
            to[o + 6] = x6;
            to[o + 7] = x7;
        }
    }
}
