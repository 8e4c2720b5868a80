package org.fascicle.backend.jit.product;

import java.util.Arrays;

import org.fascicle.backend.jit.kernel.Scratch;

/** Matrix products in plain loops: a strip of op(B) is packed, and four rows of it are added to a row of sums at a time. */
public final class PlainGemm implements Gemm {
    private static final int DEPTH = 256;
    private static final int STRIP = 128;

    @Override
    public String description() {
        return "java, plain loops";
    }

    @Override
    public void multiply(int m0, int m1, int n0, int n1, int k, float[] a, int ao, int ai, int ap, float[] b, int bo, int bp,
            int bj, float[] c, int co, int ldc, boolean adds, Scratch scratch) {
        float[] sums = scratch.sums(STRIP);
        float[][] strip = scratch.strip(DEPTH, STRIP);
        for (int j = n0; j < n1; j += STRIP) {
            int width = Math.min(STRIP, n1 - j);
            for (int p0 = 0; p0 < Math.max(1, k); p0 += DEPTH) {
                int depth = Math.min(DEPTH, k - p0);
                pack(strip, depth, width, b, bo + p0 * bp + j * bj, bp, bj);
                for (int i = m0; i < m1; i++) {
                    row(sums, strip, depth, width, a, ao + i * ai + p0 * ap, ap);
                    store(sums, width, c, co + i * ldc + j, adds || p0 > 0);
                }
            }
        }
    }

    private static void pack(float[][] strip, int depth, int width, float[] b, int bo, int bp, int bj) {
        for (int p = 0; p < depth; p++) {
            float[] to = strip[p];
            for (int j = 0; j < width; j++) {
                to[j] = b[bo + p * bp + j * bj];
            }
        }
    }

    private static void row(float[] sums, float[][] strip, int depth, int width, float[] a, int ao, int ap) {
        Arrays.fill(sums, 0, width, 0f);
        int p = 0;
        for (; p + 3 < depth; p += 4) {
            int at = ao + p * ap;
            add(sums, width, a[at], strip[p], a[at + ap], strip[p + 1], a[at + 2 * ap], strip[p + 2], a[at + 3 * ap],
                    strip[p + 3]);
        }
        for (; p < depth; p++) {
            add(sums, width, a[ao + p * ap], strip[p]);
        }
    }

    // All arrays are read at the same index: so the compiler makes vectors of it.
    private static void add(float[] sums, int width, float a0, float[] b0, float a1, float[] b1, float a2, float[] b2,
            float a3,
            float[] b3) {
        for (int j = 0; j < width; j++) {
            sums[j] = sums[j] + a0 * b0[j] + a1 * b1[j] + a2 * b2[j] + a3 * b3[j];
        }
    }

    private static void add(float[] sums, int width, float a0, float[] b0) {
        for (int j = 0; j < width; j++) {
            sums[j] = sums[j] + a0 * b0[j];
        }
    }

    private static void store(float[] sums, int width, float[] c, int co, boolean adds) {
        for (int j = 0; j < width; j++) {
            c[co + j] = adds ? c[co + j] + sums[j] : sums[j];
        }
    }
}
