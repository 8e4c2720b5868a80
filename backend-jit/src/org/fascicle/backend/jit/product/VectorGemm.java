package org.fascicle.backend.jit.product;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.fascicle.backend.jit.kernel.Scratch;

/**
 * Matrix products on the vector module: tiles of eight rows and three vectors of C stay in registers while the inner
 * extent goes by. Every tile, whole or cut off, adds up in the same order with fused operations. Loaded only where the
 * module is.
 */
public final class VectorGemm implements Gemm {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
    private static final int L = S.length();
    /** The longest piece of the inner extent: so long, what a tile reads and writes of C does not matter any more. */
    private static final int DEPTH = 1 << 10;
    /** The vectors of the widest strip of columns; a tile of eight rows of them fits 32 registers. */
    private static final int WIDEST = 3;
    /** The longest vectors have 32 registers, others 16: tiles of eight rows would not fit. */
    private static final boolean IS_LONG = L == Scratch.LANES;
    private static final int TALLEST = 8;
    /** The columns that are computed at a time for a row alone. */
    private static final int WIDE = 8 * L;
    /** From so many rows on, a strip of B is copied, so that it lies together. */
    private static final int MANY = 128;
    /** Rows of B that are so many elements, or a multiple, apart share few sets of the first cache: then fewer rows do. */
    private static final int CROWDED = 64;
    private static final int SOME = 64;
    /** Of so few rows a product with a transposed B is transposed, instead of B, if its inner extent is one piece. */
    private static final int FEW = 64;
    /** The columns of C that are computed at a time then. */
    private static final int PANEL = 64;
    /** An element that is transposed takes as long as so many vectors that are multiplied and added. */
    private static final int TRANSPOSED = 2;
    /** The rows of the lowest tile that is nearly as fast as the tallest. */
    private static final int LOWEST = 4;

    @Override
    public String description() {
        return "java, " + L + " lanes";
    }

    @Override
    public void multiply(int m0, int m1, int n0, int n1, int k, float[] a, int ao, int ai, int ap, float[] b, int bo, int bp,
            int bj, float[] c, int co, int ldc, boolean adds, Scratch scratch) {
        int m = m1 - m0;
        int n = n1 - n0;
        if (bj != 1 && ap == 1 && !adds && m <= FEW && k <= DEPTH && (long) m * (k + n) < (long) k * n) {
            transposed(m, n, k, a, ao + m0 * ai, ai, b, bo + n0 * bj, bj, c, co + m0 * ldc + n0, ldc, scratch);
            return;
        }
        int last = ai == 1 && ap != 1 && bj == 1 && !adds && k <= DEPTH ? last(m, n, k) : 0;
        int end = n1 - last;
        if (last > 0) {
            exchanged(m, last, k, a, ao + m0, ap, b, bo + end, bp, 1, c, co + m0 * ldc + end, ldc,
                    scratch.packed(up(last, LOWEST) * up(m, L)), 0, scratch);
        }
        int pieces = Math.max(1, (k + DEPTH - 1) / DEPTH);
        boolean copies = m >= MANY || m >= SOME && bp > CROWDED && bp % CROWDED == 0;
        for (int piece = 0; piece < pieces; piece++) {
            int p0 = begin(k, piece, pieces);
            int depth = begin(k, piece + 1, pieces) - p0;
            int first = ao + p0 * ap;
            boolean begun = adds || piece > 0;
            int j = n0;
            if (m == 1 && bj == 1) {
                j += alone(n, depth, a, first + m0 * ai, ap, b, bo + p0 * bp + n0, bp, c, co + m0 * ldc + n0, begun, scratch);
            }
            for (int whole; j < end; j += whole) {
                whole = L * vectors(end - j);
                if (j + whole > end && !begun && pieces == 1 && end - whole >= n0) {
                    // Some columns twice: cheaper than a tile that is cut off.
                    j = end - whole;
                }
                int width = Math.min(whole, end - j);
                int at = bo + p0 * bp + j * bj;
                if (bj == 1 && !copies) {
                    strip(m0, m1, width, depth, a, first, ai, ap, b, at, bp, c, co + j, ldc, begun, scratch);
                } else {
                    float[] strip = scratch.packed(depth * whole);
                    if (bj == 1) {
                        Tiles.copy(depth, whole, b, at, bp, strip);
                    } else {
                        Transposition.transpose(b, at, bj, strip, 0, whole, width, depth);
                    }
                    strip(m0, m1, width, depth, a, first, ai, ap, strip, 0, whole, c, co + j, ldc, begun, scratch);
                }
            }
        }
    }

    /** A row alone, but for its last columns; gives back how many it has computed. */
    private static int alone(int n, int depth, float[] a, int ao, int ap, float[] b, int bo, int bp, float[] c, int co,
            boolean adds, Scratch scratch) {
        int j = 0;
        for (; j + WIDE <= n; j += WIDE) {
            Tiles.oneByEight(depth, a, ao, ap, b, bo + j, bp, adds ? c : scratch.zeros, adds ? co + j : 0, c, co + j);
        }
        return j;
    }

    private static int begin(int k, int piece, int pieces) {
        return (int) ((long) k * piece / pieces);
    }

    /** The vectors of the next strip: one alone has too few additions that do not wait for each other. */
    private static int vectors(int columns) {
        int left = (columns + L - 1) / L;
        return left == WIDEST + 1 ? WIDEST - 1 : Math.min(WIDEST, left);
    }

    /**
     * How many of the last columns, too few for a vector, are computed faster with vectors along the rows, which lie
     * beside each other in a transposed A.
     */
    private static int last(int m, int n, int k) {
        int last = n % L;
        return (long) k * (m - up(last, LOWEST) * up(m, L) / L) > (long) TRANSPOSED * last * m ? last : 0;
    }

    private static int up(int length, int unit) {
        return (length + unit - 1) / unit * unit;
    }

    /**
     * A product with a transposed B as that of B with a transposed A, transposed itself: less to transpose than B where rows are
     * few.
     */
    private static void transposed(int m, int n, int k, float[] a, int ao, int ai, float[] b, int bo, int bj, float[] c, int co,
            int ldc, Scratch scratch) {
        int width = up(m, L);
        float[] packed = scratch.packed((k + PANEL) * width);
        Transposition.transpose(a, ao, ai, packed, 0, width, m, k);
        exchanged(m, n, k, packed, 0, width, b, bo, 1, bj, c, co, ldc, packed, k * width, scratch);
    }

    /**
     * A product with a transposed A, with vectors along the rows of C: computed transposed, panel by panel, and brought to its
     * place. What fills the last vector and the last tile is read from behind the rows, and left out.
     */
    private static void exchanged(int m, int n, int k, float[] a, int ao, int ap, float[] b, int bo, int bp, int bj,
            float[] c, int co, int ldc, float[] panel, int at, Scratch scratch) {
        int width = up(m, L);
        for (int j = 0; j < n; j += PANEL) {
            int rows = Math.min(PANEL, n - j);
            int computed = bj == 1 ? up(rows, LOWEST) : rows;
            for (int i = 0, whole; i < width; i += whole) {
                whole = L * vectors(width - i);
                strip(0, computed, whole, k, b, bo + j * bj, bj, bp, a, ao + i, ap, panel, at + i, width, false, scratch);
            }
            Transposition.transpose(panel, at, width, c, co + j, ldc, rows, m);
        }
    }

    /** All rows of at most {@link #WIDEST} vectors of C. */
    private static void strip(int m0, int m1, int width, int depth, float[] a, int ao, int ai, int ap, float[] b, int bo,
            int bp, float[] c, int co, int ldc, boolean adds, Scratch scratch) {
        int vectors = (width + L - 1) / L;
        int m = m1 - m0;
        int first = ao + m0 * ai;
        int at = co + m0 * ldc;
        if (width < vectors * L) {
            cutOff(m, vectors, width, depth, a, first, ai, ap, b, bo, bp, c, at, ldc, adds, scratch);
        } else if (adds) {
            tiles(m, vectors, depth, a, first, ai, ap, b, bo, bp, c, at, ldc, c, at, ldc);
        } else {
            tiles(m, vectors, depth, a, first, ai, ap, b, bo, bp, scratch.zeros, 0, 0, c, at, ldc);
        }
    }

    /** Tiles whose last vector has columns without a place: computed elsewhere, and what has a place is brought there. */
    private static void cutOff(int m, int vectors, int width, int depth, float[] a, int ao, int ai, int ap, float[] b,
            int bo, int bp, float[] c, int co, int ldc, boolean adds, Scratch scratch) {
        float[] tile = scratch.tile;
        int step = vectors * L;
        for (int i = 0, rows; i < m; i += rows) {
            rows = Math.min(TALLEST, m - i);
            for (int row = 0; adds && row < rows; row++) {
                System.arraycopy(c, co + (i + row) * ldc, tile, row * step, width);
            }
            tiles(rows, vectors, depth, a, ao + i * ai, ai, ap, b, bo, bp, adds ? tile : scratch.zeros, 0, adds ? step : 0,
                    tile, 0, step);
            for (int row = 0; row < rows; row++) {
                System.arraycopy(tile, row * step, c, co + (i + row) * ldc, width);
            }
        }
    }

    private static void tiles(int m, int vectors, int depth, float[] a, int ao, int ai, int ap, float[] b, int bo, int bp,
            float[] from, int fo, int ldf, float[] c, int co, int ldc) {
        switch (vectors) {
            case 3:
                three(m, depth, a, ao, ai, ap, b, bo, bp, from, fo, ldf, c, co, ldc);
                break;
            case 2:
                two(m, depth, a, ao, ai, ap, b, bo, bp, from, fo, ldf, c, co, ldc);
                break;
            default:
                one(m, depth, a, ao, ai, ap, b, bo, bp, from, fo, ldf, c, co, ldc);
        }
    }

    private static void three(int m, int depth, float[] a, int ao, int ai, int ap, float[] b, int bo, int bp,
            float[] from, int fo, int ldf, float[] c, int co, int ldc) {
        int i = 0;
        for (; IS_LONG && i + 8 <= m; i += 8) {
            Tiles.eightByThree(depth, a, ao + i * ai, ai, ap, b, bo, bp, from, fo + i * ldf, ldf, c, co + i * ldc, ldc);
        }
        for (; i + 4 <= m; i += 4) {
            Tiles.fourByThree(depth, a, ao + i * ai, ai, ap, b, bo, bp, from, fo + i * ldf, ldf, c, co + i * ldc, ldc);
        }
        for (; i < m; i++) {
            Tiles.oneByThree(depth, a, ao + i * ai, ap, b, bo, bp, from, fo + i * ldf, c, co + i * ldc);
        }
    }

    private static void two(int m, int depth, float[] a, int ao, int ai, int ap, float[] b, int bo, int bp,
            float[] from, int fo, int ldf, float[] c, int co, int ldc) {
        int i = 0;
        for (; IS_LONG && i + 8 <= m; i += 8) {
            Tiles.eightByTwo(depth, a, ao + i * ai, ai, ap, b, bo, bp, from, fo + i * ldf, ldf, c, co + i * ldc, ldc);
        }
        for (; i + 4 <= m; i += 4) {
            Tiles.fourByTwo(depth, a, ao + i * ai, ai, ap, b, bo, bp, from, fo + i * ldf, ldf, c, co + i * ldc, ldc);
        }
        for (; i < m; i++) {
            Tiles.oneByTwo(depth, a, ao + i * ai, ap, b, bo, bp, from, fo + i * ldf, c, co + i * ldc);
        }
    }

    private static void one(int m, int depth, float[] a, int ao, int ai, int ap, float[] b, int bo, int bp,
            float[] from, int fo, int ldf, float[] c, int co, int ldc) {
        int i = 0;
        for (; i + 8 <= m; i += 8) {
            Tiles.eightByOne(depth, a, ao + i * ai, ai, ap, b, bo, bp, from, fo + i * ldf, ldf, c, co + i * ldc, ldc);
        }
        for (; i < m; i++) {
            Tiles.oneByOne(depth, a, ao + i * ai, ap, b, bo, bp, from, fo + i * ldf, c, co + i * ldc);
        }
    }
}
