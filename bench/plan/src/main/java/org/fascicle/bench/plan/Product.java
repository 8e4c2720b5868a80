package org.fascicle.bench.plan;

import java.util.Arrays;

/**
 * Matrix products of row-major arrays whose rows are padded to {@link #PADDING} floats, so that no tile is cut off along
 * them. Strips of B of three vectors' width are read once for eight rows of A; where very many rows follow, a strip is
 * packed first.
 */
final class Product {
    /** What the lengths of all rows are a multiple of, in floats. */
    static final int PADDING = 16;
    /** The longest piece of the inner extent: so long, what a tile reads and writes of C does not matter. */
    private static final int DEPTH = 1 << 10;
    /** From so many rows of A on, packing a strip of B pays. */
    private static final int PACKS = 128;
    /** Rows of B that are so many floats, or a multiple, apart share few sets of the first cache: then fewer rows pay. */
    private static final int CROWDED = 64;
    private static final int PACKS_CROWDED = 64;
    /** The vectors of the widest strip. */
    private static final int WIDEST = 3;
    /** A float that is transposed takes as long as so many vectors that are multiplied and added. */
    private static final int TRANSPOSED = 2;
    /** The rows of the lowest tile that is nearly as fast as the tallest. */
    private static final int LOWEST = 4;
    /** The floats that a thread lends to {@link #multiply}. */
    static final int SCRATCH = DEPTH * WIDEST * PADDING;

    private Product() {}

    /** A row's length in memory. */
    static int padded(int columns) {
        return (columns + PADDING - 1) / PADDING * PADDING;
    }

    /**
     * C := A · B, or C + A · B.
     *
     * @param rows of A and C
     * @param columns of B and C, a multiple of {@link #PADDING}
     * @param depth the inner extent
     * @param a element (i, p) at a[ao + i · ai + p · ap], so that A may be transposed
     * @param b element (p, j) at b[bo + p · ldb + j]
     * @param c element (i, j) at c[co + i · ldc + j]
     * @param adds whether to add to C
     * @param scratch {@link #SCRATCH} floats of the calling thread
     */
    static void multiply(int rows, int columns, int depth, float[] a, int ao, int ai, int ap, float[] b, int bo, int ldb,
            float[] c, int co, int ldc, boolean adds, float[] scratch) {
        if (!adds) {
            for (int i = 0; i < rows; i++) {
                Arrays.fill(c, co + i * ldc, co + i * ldc + columns, 0);
            }
        }
        boolean packs = rows >= PACKS || rows >= PACKS_CROWDED && ldb > CROWDED && ldb % CROWDED == 0;
        int pieces = (depth + DEPTH - 1) / DEPTH;
        int piece = (depth + pieces - 1) / pieces;
        for (int p = 0; p < depth; p += piece) {
            int height = Math.min(piece, depth - p);
            for (int j = 0, width; j < columns; j += width) {
                width = width(columns - j);
                int from = bo + p * ldb + j;
                if (packs) {
                    for (int q = 0; q < height; q++) {
                        System.arraycopy(b, from + q * ldb, scratch, q * width, width);
                    }
                    strip(rows, width, height, a, ao + p * ap, ai, ap, scratch, 0, width, c, co + j, ldc);
                } else {
                    strip(rows, width, height, a, ao + p * ap, ai, ap, b, from, ldb, c, co + j, ldc);
                }
            }
        }
    }

    /**
     * C := A transposed · B, whose rows lie beside each other in A: so the last columns, where they fill no vector, are
     * computed with vectors along the rows, if that is worth transposing them. At most {@link Plan#BLOCK} rows; rows of C are
     * padded with zeros.
     *
     * @param a element (i, p) at a[ao + i + p · ap]
     */
    static void transposed(int rows, int columns, int depth, float[] a, int ao, int ap, float[] b, int bo, int ldb, float[] c,
            int co, int ldc, float[] scratch) {
        int last = columns % PADDING;
        int height = (last + LOWEST - 1) / LOWEST * LOWEST;
        int width = padded(rows);
        int whole = columns - last;
        if (last == 0 || (long) depth * (rows - height * width / PADDING) <= (long) TRANSPOSED * last * rows) {
            multiply(rows, padded(columns), depth, a, ao, 1, ap, b, bo, ldb, c, co, ldc, false, scratch);
            return;
        }
        multiply(height, width, depth, b, bo + whole, 1, ldb, a, ao, ap, scratch, 0, width, false, scratch);
        for (int i = 0; i < rows; i++) {
            int at = co + i * ldc + whole;
            for (int j = 0; j < last; j++) {
                c[at + j] = scratch[j * width + i];
            }
            Arrays.fill(c, at + last, at + PADDING, 0);
        }
        multiply(rows, whole, depth, a, ao, 1, ap, b, bo, ldb, c, co, ldc, false, scratch);
    }

    /** The width of the next strip: one vector alone has too few additions that do not wait for each other. */
    private static int width(int columns) {
        int left = columns / Tiles.L;
        return Tiles.L * (left == WIDEST + 1 ? WIDEST - 1 : Math.min(WIDEST, left));
    }

    private static void strip(int rows, int width, int depth, float[] a, int ao, int ai, int ap, float[] b, int bo, int ldb,
            float[] c, int co, int ldc) {
        int i = 0;
        if (width == 3 * Tiles.L) {
            for (; i + 8 <= rows; i += 8) {
                Tiles.eightByThree(depth, a, ao + i * ai, ai, ap, b, bo, ldb, c, co + i * ldc, ldc);
            }
            for (; i + 4 <= rows; i += 4) {
                Tiles.fourByThree(depth, a, ao + i * ai, ai, ap, b, bo, ldb, c, co + i * ldc, ldc);
            }
            for (; i < rows; i++) {
                Tiles.oneByThree(depth, a, ao + i * ai, ap, b, bo, ldb, c, co + i * ldc);
            }
        } else if (width == 2 * Tiles.L) {
            for (; i + 8 <= rows; i += 8) {
                Tiles.eightByTwo(depth, a, ao + i * ai, ai, ap, b, bo, ldb, c, co + i * ldc, ldc);
            }
            for (; i + 4 <= rows; i += 4) {
                Tiles.fourByTwo(depth, a, ao + i * ai, ai, ap, b, bo, ldb, c, co + i * ldc, ldc);
            }
            for (; i < rows; i++) {
                Tiles.oneByTwo(depth, a, ao + i * ai, ap, b, bo, ldb, c, co + i * ldc);
            }
        } else {
            for (; i + 8 <= rows; i += 8) {
                Tiles.eightByOne(depth, a, ao + i * ai, ai, ap, b, bo, ldb, c, co + i * ldc, ldc);
            }
            for (; i + 4 <= rows; i += 4) {
                Tiles.fourByOne(depth, a, ao + i * ai, ai, ap, b, bo, ldb, c, co + i * ldc, ldc);
            }
            for (; i < rows; i++) {
                Tiles.oneByOne(depth, a, ao + i * ai, ap, b, bo, ldb, c, co + i * ldc);
            }
        }
    }
}
