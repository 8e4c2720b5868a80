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
    /** The piece of the inner extent whose strip of B stays in the first cache. */
    private static final int DEPTH = 256;
    private static final int STRIP = 32;

    @Override
    public String description() {
        return "java, " + L + " lanes";
    }

    @Override
    public void multiply(int m0, int m1, int n0, int n1, int k, float[] a, int ao, int ai, int ap, float[] b, int bo, int bp,
            int bj, float[] c, int co, int ldc, boolean adds, Scratch scratch) {
        for (int p0 = 0; p0 < Math.max(1, k); p0 += DEPTH) {
            int depth = Math.min(DEPTH, k - p0);
            for (int j = n0; j < n1; j += STRIP) {
                int width = Math.min(STRIP, n1 - j);
                float[] strip = b;
                int at = bo + p0 * bp + j;
                int step = bp;
                if (bj != 1) {
                    strip = scratch.packed(DEPTH * STRIP + Scratch.LANES);
                    pack(strip, depth, width, b, bo + p0 * bp + j * bj, bp, bj);
                    at = 0;
                    step = STRIP;
                }
                strip(m0, m1, width, depth, a, ao + p0 * ap, ai, ap, strip, at, step, c, co + j, ldc,
                        adds || p0 > 0, scratch);
            }
        }
    }

    private static void pack(float[] strip, int depth, int width, float[] b, int bo, int bp, int bj) {
        int j = 0;
        for (; j + 3 < width; j += 4) {
            int b0 = bo + j * bj;
            int b1 = b0 + bj;
            int b2 = b1 + bj;
            int b3 = b2 + bj;
            for (int p = 0; p < depth; p++) {
                int to = p * STRIP + j;
                strip[to] = b[b0 + p * bp];
                strip[to + 1] = b[b1 + p * bp];
                strip[to + 2] = b[b2 + p * bp];
                strip[to + 3] = b[b3 + p * bp];
            }
        }
        for (; j < width; j++) {
            for (int p = 0; p < depth; p++) {
                strip[p * STRIP + j] = b[bo + p * bp + j * bj];
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
