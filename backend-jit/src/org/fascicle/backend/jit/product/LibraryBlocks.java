package org.fascicle.backend.jit.product;

import org.fascicle.backend.jit.gemm.Matrix;

/**
 * How a library's product is cut into blocks, by its shape alone. A block of rows makes the library pack B once more, unless that lies in
 * pairs of rows, a block of columns A, if that is transposed: few blocks, of the kind that costs less. Immutable.
 */
final class LibraryBlocks {
    /** About how many multiplications a block has. */
    private static final long BLOCK = 1 << 23;
    private static final int MOST = 4;
    /** A second matrix that half of the second cache has room for is read anew for each few rows. */
    private static final int SMALL = 1 << 18;
    /** The same if the library has to pack it. */
    private static final int SMALL_TO_PACK = 1 << 16;
    /** So many rows are no slower than all of them, and what is done to them next finds them in the cache. */
    private static final int MOST_ROWS = 128;
    private static final int ROWS = 8;
    private static final int COLUMNS = 16;

    final int rowStep;
    final int columnStep;
    final int rowBlocks;
    final int columnBlocks;
    /** Whether rows of the batch can be computed by themselves: each block has its own. */
    final boolean isByRows;

    LibraryBlocks(Multiplication of, boolean isInPairs) {
        isByRows = of.isRowWise && of.products == 1 && !of.a.isTransposed
                && (long) of.k * of.n <= (isInPairs ? SMALL : SMALL_TO_PACK);
        long parts = parts(of);
        boolean cutsRows = isByRows || of.a.isTransposed || of.m > 2 * of.n;
        rowStep = isByRows ? step(of.m, Math.max(2, (of.m + MOST_ROWS - 1) / MOST_ROWS), 2 * ROWS)
                : cutsRows ? step(of.m, parts, ROWS) : of.m;
        columnStep = cutsRows ? of.n : step(of.n, parts, isInPairs ? Matrix.STRIP : COLUMNS);
        rowBlocks = (of.m + rowStep - 1) / rowStep;
        columnBlocks = (of.n + columnStep - 1) / columnStep;
    }

    private static long parts(Multiplication of) {
        return Math.max(1, Math.min(MOST, (of.work() + BLOCK / 2) / BLOCK));
    }

    private static int step(int length, long parts, int unit) {
        long each = (length + parts - 1) / parts;
        return (int) Math.min(length, (each + unit - 1) / unit * unit);
    }
}
