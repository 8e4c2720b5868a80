package org.fascicle.backend.jit;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Matrix products on the vector module: tiles of eight rows and two vectors of C stay in registers while a piece of the
 * inner extent goes by. Every tile, whole or cut off, adds up in the same order with fused operations. Loaded only where
 * the module is.
 */
final class VectorGemm implements Gemm {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
    private static final int L = S.length();
    /** The longest piece of the inner extent: its strip of B stays in the first cache. */
    private static final int DEPTH = 304;
    private static final int STRIP = 32;
    /** The columns that are computed at a time for a row alone. */
    private static final int WIDE = 8 * L;

    @Override
    public String description() {
        return "java, " + L + " lanes";
    }

    @Override
    public void multiply(int m0, int m1, int n0, int n1, int k, float[] a, int ao, int ai, int ap, float[] b, int bo, int bp,
            int bj, float[] c, int co, int ldc, boolean adds, Scratch scratch) {
        int pieces = Math.max(1, (k + DEPTH - 1) / DEPTH);
        for (int piece = 0; piece < pieces; piece++) {
            int p0 = (int) ((long) k * piece / pieces);
            int depth = (int) ((long) k * (piece + 1) / pieces) - p0;
            int j = n0;
            for (; m1 - m0 == 1 && bj == 1 && j + WIDE <= n1; j += WIDE) {
                Tiles.oneByEight(depth, a, ao + m0 * ai + p0 * ap, ap, b, bo + p0 * bp + j, bp, c, co + m0 * ldc + j,
                        adds || piece > 0);
            }
            for (; j < n1; j += STRIP) {
                int width = Math.min(STRIP, n1 - j);
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

    private static void strip(int m0, int m1, int width, int depth, float[] a, int ao, int ai, int ap, float[] b, int bo,
            int bp, float[] c, int co, int ldc, boolean adds, Scratch scratch) {
        int j = 0;
        for (; j + 2 * L <= width; j += 2 * L) {
            int i = m0;
            for (; i + 8 <= m1; i += 8) {
                Tiles.eightByTwo(depth, a, ao + i * ai, ai, ap, b, bo + j, bp, c, co + i * ldc + j, ldc, adds);
            }
            for (; i + 4 <= m1; i += 4) {
                Tiles.fourByTwo(depth, a, ao + i * ai, ai, ap, b, bo + j, bp, c, co + i * ldc + j, ldc, adds);
            }
            for (; i < m1; i++) {
                Tiles.oneByTwo(depth, a, ao + i * ai, ap, b, bo + j, bp, c, co + i * ldc + j, adds);
            }
        }
        for (; j < width; j += L) {
            boolean whole = j + L <= width;
            float[] to = whole ? c : scratch.tile;
            int i = m0;
            for (; i + 8 <= m1; i += 8) {
                int at = co + i * ldc + j;
                Tiles.eightByOne(depth, a, ao + i * ai, ai, ap, b, bo + j, bp, to, whole ? at : 0, whole ? ldc : L,
                        whole && adds);
                if (!whole) {
                    bring(scratch.tile, 8, width - j, c, at, ldc, adds);
                }
            }
            for (; i < m1; i++) {
                int at = co + i * ldc + j;
                Tiles.oneByOne(depth, a, ao + i * ai, ap, b, bo + j, bp, to, whole ? at : 0, whole && adds);
                if (!whole) {
                    bring(scratch.tile, 1, width - j, c, at, ldc, adds);
                }
            }
        }
    }

    /** Brings the part of a tile that has a place there. */
    private static void bring(float[] tile, int rows, int width, float[] c, int co, int ldc, boolean adds) {
        for (int i = 0; i < rows; i++) {
            int to = co + i * ldc;
            int from = i * L;
            for (int j = 0; j < width; j++) {
                c[to + j] = adds ? c[to + j] + tile[from + j] : tile[from + j];
            }
        }
    }
}
