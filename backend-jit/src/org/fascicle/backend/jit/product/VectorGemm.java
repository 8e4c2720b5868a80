package org.fascicle.backend.jit.product;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.fascicle.backend.jit.kernel.Scratch;

/**
 * Matrix products on the vector module: tiles of eight rows and two vectors of C stay in registers while a piece of the
 * inner extent goes by. Every tile, whole or cut off, adds up in the same order with fused operations. Loaded only where
 * the module is.
 */
public final class VectorGemm implements Gemm {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
    private static final int L = S.length();
    /**
     * The longest piece of the inner extent. Its strip of B, of which a line of memory or two more are touched per step than there is to
     * read, and the rows of A for a tile stay in the first cache.
     */
    private static final int DEPTH = 160;
    private static final int STRIP = 32;
    /** From so long an inner extent on, the rows of a turned A and of B are taken to lie outside the caches. */
    private static final int FAR = 64;
    /** The elements of a line of memory. */
    private static final int LINE = 16;
    /** The columns that are computed at a time for a row alone. */
    private static final int WIDE = 8 * L;
    /** Of so few rows a product with a turned B is turned, instead of B. */
    private static final int FEW = 64;
    private static final int LONGEST_TURNED = 1 << 10;
    /** The columns of C that are computed at a time then. */
    private static final int PANEL = 64;

    @Override
    public String description() {
        return "java, " + L + " lanes";
    }

    @Override
    public void multiply(int m0, int m1, int n0, int n1, int k, float[] a, int ao, int ai, int ap, float[] b, int bo, int bp,
            int bj, float[] c, int co, int ldc, boolean adds, Scratch scratch) {
        int pieces = pieces(k);
        int n = n1 - n0;
        if (bj != 1 && ap == 1 && !adds && m1 - m0 <= FEW && k <= LONGEST_TURNED && (long) (m1 - m0) * (k + n) < (long) k * n) {
            turned(m1 - m0, n, k, a, ao + m0 * ai, ai, b, bo + n0 * bj, bj, c, co + m0 * ldc + n0, ldc, scratch);
            return;
        }
        for (int piece = 0; piece < pieces; piece++) {
            int p0 = begin(k, piece, pieces);
            int depth = begin(k, piece + 1, pieces) - p0;
            if (ai == 1 && bj == 1 && k >= FAR) {
                scratch.fetched = fetch(a, ao + p0 * ap + m0, ap, depth, m1 - m0)
                        + fetch(b, bo + p0 * bp + n0, bp, depth, n1 - n0);
            }
            int j = n0;
            for (; m1 - m0 == 1 && bj == 1 && j + WIDE <= n1; j += WIDE) {
                boolean begun = adds || piece > 0;
                int at = co + m0 * ldc + j;
                Tiles.oneByEight(depth, a, ao + m0 * ai + p0 * ap, ap, b, bo + p0 * bp + j, bp,
                        begun ? c : scratch.zeros, begun ? at : 0, c, at);
            }
            for (; j < n1; j += STRIP) {
                int width = Math.min(STRIP, n1 - j);
                int whole = (width + L - 1) / L * L;
                if (width < whole && !adds && p0 == 0 && n1 - whole >= n0) {
                    // Some columns twice: cheaper than a vector that is cut off.
                    j = n1 - whole;
                    width = whole;
                }
                float[] strip = b;
                int at = bo + p0 * bp + j;
                int step = bp;
                if (bj != 1) {
                    strip = scratch.packed(DEPTH * STRIP + Scratch.LANES);
                    Turning.turn(b, bo + p0 + j * bj, bj, strip, 0, STRIP, width, depth);
                    at = 0;
                    step = STRIP;
                }
                strip(m0, m1, width, depth, a, ao + p0 * ap, ai, ap, strip, at, step, c, co + j, ldc,
                        adds || p0 > 0, scratch);
            }
        }
    }

    private static int pieces(int k) {
        return Math.max(1, (k + DEPTH - 1) / DEPTH);
    }

    private static int begin(int k, int piece, int pieces) {
        return (int) ((long) k * piece / pieces);
    }

    /** A product with a turned B as that of B with a turned A, which is turned itself: less to turn than B where rows are few. */
    private static void turned(int m, int n, int k, float[] a, int ao, int ai, float[] b, int bo, int bj, float[] c, int co, int ldc,
            Scratch scratch) {
        int width = (m + L - 1) / L * L;
        int result = k * width;
        float[] packed = scratch.packed((k + PANEL) * width);
        Turning.turn(a, ao, ai, packed, 0, width, m, k);
        int pieces = pieces(k);
        for (int j = 0; j < n; j += PANEL) {
            int rows = Math.min(PANEL, n - j);
            for (int piece = 0; piece < pieces; piece++) {
                int p0 = begin(k, piece, pieces);
                for (int i = 0; i < width; i += STRIP) {
                    strip(0, rows, Math.min(STRIP, width - i), begin(k, piece + 1, pieces) - p0, b, bo + j * bj + p0, bj, 1,
                            packed, p0 * width + i, width, packed, result + i, width, piece > 0, scratch);
                }
            }
            Turning.turn(packed, result, width, c, co + j, ldc, rows, m);
        }
    }

    /**
     * Reads a part of a matrix, line by line. A strip is narrow, its rows are far apart, and tiles would wait for one after the other to
     * come from memory; here many are on their way at a time.
     */
    private static float fetch(float[] x, int at, int step, int rows, int columns) {
        float even = 0;
        float odd = 0;
        for (int row = 0, begin = at; row < rows; row++, begin += step) {
            int j = 0;
            for (; j + LINE < columns; j += 2 * LINE) {
                even += x[begin + j];
                odd += x[begin + j + LINE];
            }
            if (j < columns) {
                even += x[begin + j];
            }
        }
        return even + odd;
    }

    private static void strip(int m0, int m1, int width, int depth, float[] a, int ao, int ai, int ap, float[] b, int bo,
            int bp, float[] c, int co, int ldc, boolean adds, Scratch scratch) {
        float[] from = adds ? c : scratch.zeros;
        int ldf = adds ? ldc : 0;
        int j = 0;
        for (; j + 2 * L <= width; j += 2 * L) {
            int fo = adds ? co + j : 0;
            int i = m0;
            for (; i + 8 <= m1; i += 8) {
                Tiles.eightByTwo(depth, a, ao + i * ai, ai, ap, b, bo + j, bp, from, fo + i * ldf, ldf, c, co + i * ldc + j, ldc);
            }
            for (; i + 4 <= m1; i += 4) {
                Tiles.fourByTwo(depth, a, ao + i * ai, ai, ap, b, bo + j, bp, from, fo + i * ldf, ldf, c, co + i * ldc + j, ldc);
            }
            for (; i < m1; i++) {
                Tiles.oneByTwo(depth, a, ao + i * ai, ap, b, bo + j, bp, from, fo + i * ldf, c, co + i * ldc + j);
            }
        }
        for (; j + L <= width; j += L) {
            int fo = adds ? co + j : 0;
            int i = m0;
            for (; i + 8 <= m1; i += 8) {
                Tiles.eightByOne(depth, a, ao + i * ai, ai, ap, b, bo + j, bp, from, fo + i * ldf, ldf, c, co + i * ldc + j, ldc);
            }
            for (; i < m1; i++) {
                Tiles.oneByOne(depth, a, ao + i * ai, ap, b, bo + j, bp, from, fo + i * ldf, c, co + i * ldc + j);
            }
        }
        if (j < width) {
            cutOff(m0, m1, width - j, depth, a, ao, ai, ap, b, bo + j, bp, c, co + j, ldc, adds, scratch.tile);
        }
    }

    /** The columns that are no whole vector: computed in a tile of their own, of which the part is brought that has a place. */
    private static void cutOff(int m0, int m1, int width, int depth, float[] a, int ao, int ai, int ap, float[] b, int bo,
            int bp, float[] c, int co, int ldc, boolean adds, float[] tile) {
        int i = m0;
        for (int rows = 8; i < m1; i += rows) {
            rows = i + 8 <= m1 ? 8 : 1;
            for (int row = 0; row < rows; row++) {
                for (int j = 0; j < width; j++) {
                    tile[row * L + j] = adds ? c[co + (i + row) * ldc + j] : 0;
                }
            }
            if (rows == 8) {
                Tiles.eightByOne(depth, a, ao + i * ai, ai, ap, b, bo, bp, tile, 0, L, tile, 0, L);
            } else {
                Tiles.oneByOne(depth, a, ao + i * ai, ap, b, bo, bp, tile, 0, tile, 0);
            }
            for (int row = 0; row < rows; row++) {
                for (int j = 0; j < width; j++) {
                    c[co + (i + row) * ldc + j] = tile[row * L + j];
                }
            }
        }
    }
}
