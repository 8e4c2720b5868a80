package org.fascicle.backend.jit.product;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import java.util.stream.Stream;

import org.fascicle.backend.jit.kernel.Scratch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Parts of products, however their matrices lie. */
class GemmTest {
    private static final int ROWS = 90;

    private final long seed = System.nanoTime();
    private final Scratch scratch = new Scratch();

    static Stream<Gemm> gemms() {
        return Stream.of(new VectorGemm(), new PlainGemm());
    }

    /** Few rows may be computed in another way than many, with the same bits. */
    @ParameterizedTest
    @MethodSource("gemms")
    void aPartIsThatPartOfTheWholeToTheBit(Gemm gemm) {
        Random random = new Random(seed);
        for (int k : new int[] {40, 170, 500}) {
            for (int n : new int[] {130, 300}) {
                float[] a = drawn(random, ROWS * k);
                float[] b = drawn(random, n * k);
                float[] whole = product(gemm, 0, ROWS, 0, n, k, a, b, true);
                for (int rows : new int[] {1, 5, 16, 33, 64}) {
                    float[] part = product(gemm, 7, 7 + rows, 32, n, k, a, b, true);
                    assertEqual(whole, part, 7, 7 + rows, 32, n, rows + " rows, k = " + k + ", seed " + seed);
                    float[] upright = product(gemm, 7, 7 + rows, 32, n, k, a, transposed(b, n, k), false);
                    assertEqual(whole, upright, 7, 7 + rows, 32, n, rows + " rows, k = " + k + ", B as it is, seed " + seed);
                }
            }
        }
    }

    /** With a transposed A the last columns may be computed along the rows. */
    @ParameterizedTest
    @MethodSource("gemms")
    void aPartWithATransposedFirstMatrixIsThatPartToo(Gemm gemm) {
        Random random = new Random(seed);
        for (int n : new int[] {10, 100, 131, 300}) {
            int k = 200;
            float[] a = drawn(random, ROWS * k);
            float[] b = drawn(random, k * n);
            float[] whole = new float[ROWS * n + Scratch.LANES];
            gemm.multiply(0, ROWS, 0, n, k, a, 0, k, 1, b, 0, n, 1, whole, 0, n, false, scratch);
            for (int rows : new int[] {1, 8, 24, 56, 83}) {
                int n0 = n > 48 ? 48 : 0;
                float[] part = new float[ROWS * n + Scratch.LANES];
                gemm.multiply(7, 7 + rows, n0, n, k, transposed(a, ROWS, k), 0, 1, ROWS, b, 0, n, 1, part, 0, n, false,
                        scratch);
                assertEqual(whole, part, 7, 7 + rows, n0, n, rows + " rows, n = " + n + ", seed " + seed);
            }
        }
    }

    /** Whole and cut-off tiles, strips that are read in place, copied and transposed, in one piece and in some. */
    @Test
    void eachElementIsAddedUpAlongTheInnerExtentWithFusedOperations() {
        Random random = new Random(seed);
        for (int trial = 0; trial < 150; trial++) {
            int m = pick(random, 1, 2, 5, 8, 13, 33, 64, 70, 130);
            int n = pick(random, 1, 10, 16, 31, 48, 64, 84, 100, 128, 192, 300);
            int k = trial % 10 == 0 ? pick(random, 1025, 1100, 2050) : pick(random, 0, 1, 3, 40, 170);
            boolean transposedA = random.nextBoolean();
            boolean transposedB = random.nextBoolean();
            boolean adds = random.nextBoolean();
            float[] a = drawn(random, m * k);
            float[] b = drawn(random, k * n);
            float[] c = drawn(random, m * n);
            float[] expected = c.clone();
            for (int i = 0; i < m; i++) {
                for (int j = 0; j < n; j++) {
                    float sum = adds ? c[i * n + j] : 0;
                    for (int p = 0; p < k; p++) {
                        sum = Math.fma(a[transposedA ? p * m + i : i * k + p], b[transposedB ? j * k + p : p * n + j], sum);
                    }
                    expected[i * n + j] = sum;
                }
            }
            new VectorGemm().multiply(0, m, 0, n, k, a, 0, transposedA ? 1 : k, transposedA ? m : 1, b, 0, transposedB ? 1 : n,
                    transposedB ? k : 1,
                    c, 0, n, adds, scratch);
            assertArrayEquals(expected, c,
                    m + " × " + n + " × " + k + (transposedA ? ", A transposed" : "") + (transposedB ? ", B transposed" : "")
                            + (adds ? ", added" : "") + ", seed " + seed);
        }
    }

    private static int pick(Random random, int... of) {
        return of[random.nextInt(of.length)];
    }

    private float[] product(Gemm gemm, int m0, int m1, int n0, int n1, int k, float[] a, float[] b, boolean isTransposed) {
        float[] c = new float[ROWS * n1 + Scratch.LANES];
        gemm.multiply(m0, m1, n0, n1, k, a, 0, k, 1, b, 0, isTransposed ? 1 : n1, isTransposed ? k : 1, c, 0, n1, false, scratch);
        return c;
    }

    private static void assertEqual(float[] whole, float[] part, int m0, int m1, int n0, int n1, String what) {
        for (int i = 0; i < ROWS; i++) {
            for (int j = 0; j < n1; j++) {
                boolean isInside = i >= m0 && i < m1 && j >= n0;
                assertEquals(isInside ? whole[i * n1 + j] : 0f, part[i * n1 + j], 0f, "element " + i + ", " + j + ": " + what);
            }
        }
    }

    private static float[] transposed(float[] b, int n, int k) {
        float[] transposed = new float[n * k + Scratch.LANES];
        for (int j = 0; j < n; j++) {
            for (int p = 0; p < k; p++) {
                transposed[p * n + j] = b[j * k + p];
            }
        }
        return transposed;
    }

    private static float[] drawn(Random random, int elements) {
        float[] values = new float[elements + Scratch.LANES];
        for (int i = 0; i < elements; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
