package org.fascicle.backend.jit.product;

import org.fascicle.backend.jit.gemm.Matrix;
import org.fascicle.backend.jit.kernel.Scratch;
import org.fascicle.backend.jit.task.Room;

/** Brings a matrix, rounded, in pairs of rows: see {@link Matrix#inPairs}. */
public final class PairTask extends StageTask {
    private final Rounding rounding;

    public PairTask(Rounding rounding, Room from, Operand to, int rows, int columns) {
        super(from, to, rows, columns);
        this.rounding = rounding;
    }

    @Override
    public int unit() {
        return 2;
    }

    @Override
    public void part(int first, int last, Scratch scratch) {
        for (int column = 0; column < each; column += Matrix.STRIP) {
            rounding.pairs(from.address(first * each + column), to.block.address(to.pair(first, column)), last - first,
                    Math.min(Matrix.STRIP, each - column), each, Matrix.STRIP, scratch.words);
        }
    }
}
