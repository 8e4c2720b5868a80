package org.fascicle.backend.jit.product;

/**
 * Transposes matrices, eight rows at a time. In plain loops: they are fast before the compiler has come, and exchanging the
 * lanes of vectors gains little.
 */
final class Turning {
    private Turning() {}

    /**
     * Writes a matrix's columns as rows.
     *
     * @param from holds the matrix, beginning at {@code at}; its rows are {@code step} apart
     * @param to receives it, beginning at {@code into}; what were columns are {@code toStep} apart
     * @param rows of the matrix
     * @param columns of the matrix
     */
    static void turn(float[] from, int at, int step, float[] to, int into, int toStep, int rows, int columns) {
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
            to[o] = from[r0 + j];
            to[o + 1] = from[r1 + j];
            to[o + 2] = from[r2 + j];
            to[o + 3] = from[r3 + j];
            to[o + 4] = from[r4 + j];
            to[o + 5] = from[r5 + j];
            to[o + 6] = from[r6 + j];
            to[o + 7] = from[r7 + j];
        }
    }
}
