package org.fascicle.backend.jit.product;

import java.nio.IntBuffer;
import java.util.Arrays;

import org.fascicle.backend.jit.gemm.Matrix;
import org.fascicle.backend.jit.kernel.Scratch;
import org.fascicle.backend.jit.task.Room;

/** Brings a matrix, rounded, in pairs of rows: see {@link Matrix#inPairs}. */
public final class PairTask extends StageTask {
    /** The rows of a strip that are put together before they are brought. */
    private static final int ROWS = 64;
    private static final float[] ZEROS = new float[Matrix.STRIP];

    private final Rounding rounding;
    private final IntBuffer pairs;

    public PairTask(Rounding rounding, Room from, Operand to, int rows, int columns) {
        super(from, to, rows, columns);
        this.rounding = rounding;
        this.pairs = to.memory.asIntBuffer();
    }

    @Override
    public int unit() {
        return 2;
    }

    @Override
    public void part(int first, int last, Scratch scratch) {
        int[] words = scratch.words(ROWS / 2 * Matrix.STRIP);
        for (int row = first; row < last; row += ROWS) {
            int end = Math.min(last, row + ROWS);
            for (int column = 0; column < each; column += Matrix.STRIP) {
                strip(row, end, column, words);
                pairs.put(to.pair(row, column), words, 0, (end - row + 1) / 2 * Matrix.STRIP);
            }
        }
    }

    private void strip(int first, int last, int column, int[] words) {
        int width = Math.min(Matrix.STRIP, each - column);
        int at = from.offset + first * each + column;
        int into = 0;
        for (int row = first; row < last; row += 2, at += 2 * each, into += Matrix.STRIP) {
            if (row + 1 < last) {
                rounding.pair(from.floats, at, from.floats, at + each, width, words, into);
            } else {
                rounding.pair(from.floats, at, ZEROS, 0, width, words, into);
            }
            Arrays.fill(words, into + width, into + Matrix.STRIP, 0);
        }
    }
}
