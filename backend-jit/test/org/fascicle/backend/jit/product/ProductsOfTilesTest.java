package org.fascicle.backend.jit.product;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Products of all processors' code. */
class ProductsOfTilesTest {
    private static final int ROWS = 90;

    @TempDir
    static Path folder;

    private static Functions functions;
    private final Random random = new Random(42);

    @BeforeAll
    static void compile() {
        functions = new Functions(folder);
    }

    @AfterAll
    static void close() {
        functions.close();
    }

    /** A product of matrices that lie anyhow, and the part of it that is asked for. */
    private static final class Case {
        int m;
        int n;
        int k;
        int ai;
        int ap;
        int bp;
        int bj;
        int ldc;
        int m0;
        int m1;
        int n0;
        int n1;
        boolean adds;
        float[] a;
        float[] b;
        float[] c;

        /** What each processor's code makes of C. */
        List<float[]> results() {
            List<float[]> results = new ArrayList<>();
            functions.codes.forEach((target, code) -> {
                long into = functions.copy(c);
                functions.call(code, "product", m0, m1, n0, n1, k, functions.copy(a), ai, ap, functions.copy(b),
                        bp, bj,
                        into, ldc, adds ? 1 : 0, functions.scratch);
                results.add(functions.back(into, c.length));
            });
            functions.clear();
            return results;
        }

        /** Element by element, as it is promised. */
        float[] expected() {
            float[] expected = c.clone();
            for (int i = m0; i < m1; i++) {
                for (int j = n0; j < n1; j++) {
                    float sum = adds ? c[i * ldc + j] : 0;
                    for (int p = 0; p < k; p++) {
                        sum = Math.fma(a[i * ai + p * ap], b[p * bp + j * bj], sum);
                    }
                    expected[i * ldc + j] = sum;
                }
            }
            return expected;
        }

        @Override
        public String toString() {
            return m + " x " + n + " x " + k + ", rows " + m0 + " to " + m1 + ", columns " + n0 + " to " + n1 + ", A " + ai
                    + " and " + ap
                    + ", B " + bp + " and " + bj + ", C " + ldc + (adds ? ", added" : "");
        }
    }

    private Case dense(int m, int n, int k, boolean transposedA, boolean transposedB) {
        Case given = new Case();
        given.m = given.m1 = m;
        given.n = given.n1 = given.ldc = n;
        given.k = k;
        given.ai = transposedA ? 1 : k;
        given.ap = transposedA ? m : 1;
        given.bp = transposedB ? 1 : n;
        given.bj = transposedB ? k : 1;
        given.a = drawn(m * k);
        given.b = drawn(k * n);
        given.c = drawn(m * n);
        return given;
    }

    private float[] drawn(int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = random.nextFloat() - 0.5f;
        }
        return values;
    }

    private int pick(int... of) {
        return of[random.nextInt(of.length)];
    }

    /** Whole tiles and such that are cut off, strips that are read in place, copied and transposed, in one piece and in some. */
    @Test
    void eachElementIsSummedUpAlongTheInnerExtentWithFusedOperations() {
        for (int trial = 0; trial < 150; trial++) {
            int m = pick(1, 2, 5, 8, 13, 17, 33, 64, 70, 130);
            int n = pick(1, 2, 10, 16, 31, 48, 64, 84, 100, 128, 192, 300);
            int k = trial % 10 == 0 ? pick(1024, 1025, 2050) : pick(0, 1, 2, 3, 17, 40, 170);
            Case given = dense(m, n, k, random.nextBoolean(), random.nextBoolean());
            given.adds = random.nextBoolean();
            float[] expected = given.expected();
            for (float[] result : given.results()) {
                assertArrayEquals(expected, result, given.toString());
            }
        }
    }

    /** Rows of the operands and the result lie apart, or overlap as windows do; a part is computed, and nothing beside it written. */
    @Test
    void matricesMayLieApartAndOverlap() {
        for (int trial = 0; trial < 60; trial++) {
            Case given = dense(pick(1, 7, 40, 100), pick(3, 50, 110), pick(1, 9, 90), random.nextBoolean(), random.nextBoolean());
            given.ldc += pick(0, 3, 16);
            int unit = pick(1, 2, 3);
            boolean isUpright = given.ap == 1;
            given.ap = isUpright ? unit : given.m * unit + 5;
            given.ai = isUpright ? pick(4, given.k * unit + 5) : unit;
            int beside = pick(0, 1, 20);
            given.bp += given.bp == 1 ? 0 : beside;
            given.bj += given.bj == 1 ? 0 : beside;
            given.a = drawn((given.m - 1) * given.ai + (given.k - 1) * given.ap + 1);
            given.b = drawn((given.k - 1) * given.bp + (given.n - 1) * given.bj + 1);
            given.c = drawn(given.m * given.ldc);
            given.m0 = random.nextInt(given.m);
            given.m1 = given.m0 + 1 + random.nextInt(given.m - given.m0);
            given.n0 = random.nextInt(given.n);
            given.n1 = given.n0 + 1 + random.nextInt(given.n - given.n0);
            given.adds = random.nextBoolean();
            float[] expected = given.expected();
            for (float[] result : given.results()) {
                assertArrayEquals(expected, result, given.toString());
            }
        }
    }

    /** A part may be computed in another way than the whole, with the same bits; so may B as it is and transposed. */
    @Test
    void aPartIsThatPartOfTheWholeToTheBit() {
        for (int k : new int[] {40, 500}) {
            for (int n : new int[] {130, 300}) {
                Case whole = dense(ROWS, n, k, false, true);
                Case upright = dense(ROWS, n, k, false, false);
                upright.a = whole.a;
                upright.b = transposed(whole.b, n, k);
                float[] all = whole.results().get(0);
                for (int rows : new int[] {1, 5, 16, 33, 64}) {
                    for (Case part : List.of(whole, upright)) {
                        part.m0 = 7;
                        part.m1 = 7 + rows;
                        part.n0 = 32;
                        part.c = new float[ROWS * n];
                        float[] expected = part.c.clone();
                        for (int i = 7; i < 7 + rows; i++) {
                            System.arraycopy(all, i * n + 32, expected, i * n + 32, n - 32);
                        }
                        for (float[] result : part.results()) {
                            assertArrayEquals(expected, result, part.toString());
                        }
                    }
                }
            }
        }
    }

    private static float[] transposed(float[] b, int n, int k) {
        float[] transposed = new float[n * k];
        for (int j = 0; j < n; j++) {
            for (int p = 0; p < k; p++) {
                transposed[p * n + j] = b[j * k + p];
            }
        }
        return transposed;
    }

    /** The error of a sum of k products of numbers below 1 / 2 is at most k roundings of what the sum is on the way. */
    @Test
    void itIsNearToTheSumInDoublePrecision() {
        Case given = dense(75, 83, 1500, true, false);
        for (float[] result : given.results()) {
            for (int i = 0; i < given.m; i++) {
                for (int j = 0; j < given.n; j++) {
                    double sum = 0;
                    double all = 0;
                    for (int p = 0; p < given.k; p++) {
                        double term = (double) given.a[i + p * given.m] * given.b[p * given.n + j];
                        sum += term;
                        all += Math.abs(term);
                    }
                    assertEquals(sum, result[i * given.n + j], given.k * 0x1p-24 * all, given.toString());
                }
            }
        }
    }

    @Test
    void whatIsNoNumberStaysInItsRowAndColumn() {
        Case given = dense(20, 30, 40, false, false);
        given.a[7 * 40 + 3] = Float.NaN;
        given.b[5 * 30 + 11] = Float.POSITIVE_INFINITY;
        for (float[] result : given.results()) {
            for (int i = 0; i < 20; i++) {
                for (int j = 0; j < 30; j++) {
                    assertEquals(i != 7 && j != 11, Float.isFinite(result[i * 30 + j]), i + ", " + j);
                }
            }
        }
    }

    /** A zero that is added to -0 is 0; the sum that begins at what C holds is not. */
    @Test
    void signsOfZerosAreKept() {
        Case given = dense(9, 17, 1, false, false);
        Arrays.fill(given.a, -0f);
        Arrays.fill(given.b, 1);
        Arrays.fill(given.c, -0f);
        given.adds = true;
        for (float[] result : given.results()) {
            assertArrayEquals(given.c, result);
        }
        assertTrue(functions.codes.size() > 0);
    }
}
