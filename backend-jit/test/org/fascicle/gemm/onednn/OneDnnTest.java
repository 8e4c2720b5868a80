package org.fascicle.gemm.onednn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Random;

import org.fascicle.backend.jit.gemm.Element;
import org.fascicle.backend.jit.gemm.GemmException;
import org.fascicle.backend.jit.gemm.Matrix;
import org.fascicle.backend.jit.gemm.Product;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OneDnnTest {
    private static final int[][] SHAPES =
            {{1, 1, 1}, {32, 300, 784}, {128, 100, 300}, {784, 300, 32}, {300, 10, 100}, {7, 33, 257}};

    private final OneDnn library = new OneDnn();
    private final long seed = 20;
    private final Random random = new Random(seed);

    @BeforeEach
    void needsItsProcessor() {
        assumeTrue(library.multiplies(Element.FLOAT32), "there is native code for Linux on x86-64 only");
    }

    @ParameterizedTest
    @EnumSource(Element.class)
    void productsOfAnyShapeAndLayout(Element element) {
        assumeTrue(library.multiplies(element), "the processor has no " + element);
        for (int[] shape : SHAPES) {
            compare(element, shape[0], shape[1], shape[2]);
        }
        for (int i = 0; i < 60; i++) {
            compare(element, 1 + random.nextInt(70), 1 + random.nextInt(70), 1 + random.nextInt(300));
        }
    }

    private void compare(Element element, int m, int n, int k) {
        Problem problem = new Problem(element, m, n, k, random);
        try (Product product = library.product(element, m, n, k, problem.a, problem.b, problem.c)) {
            product.run();
        }
        problem.check("seed " + seed + ": " + element + " " + m + " x " + n + " x " + k);
    }

    @ParameterizedTest
    @EnumSource(Element.class)
    void againAndOnOtherThreadsTheSameBits(Element element) throws InterruptedException {
        assumeTrue(library.multiplies(element), "the processor has no " + element);
        Problem problem = new Problem(element, 61, 130, 300, random);
        try (Product product = library.product(element, 61, 130, 300, problem.a, problem.b, problem.c)) {
            product.run();
            float[] first = problem.results();
            int before = Thread.activeCount();
            List<float[]> others = new ArrayList<>();
            Thread thread = new Thread(() -> {
                product.run();
                others.add(problem.results());
            });
            thread.start();
            thread.join();
            assertArrayEquals(first, others.get(0));
            assertEquals(before, Thread.activeCount());
        }
    }

    /** Loading the library and computing with it changes no System property. */
    @Test
    void systemPropertiesStay() {
        Properties before = (Properties) System.getProperties().clone();
        compare(Element.FLOAT32, 3, 4, 5);
        assertEquals(before, System.getProperties());
    }

    @Test
    void whatItCannotIsRefused() {
        Problem problem = new Problem(Element.FLOAT32, 4, 4, 4, random);
        Matrix transposed = Matrix.of(problem.c.memory(), 0, 4, true);
        assertThrows(GemmException.class, () -> library.product(Element.FLOAT32, 4, 4, 4, problem.a, problem.b, transposed));
        assertThrows(IllegalArgumentException.class, () -> Matrix.of(ByteBuffer.allocate(64), 0, 4, false));
    }

    @Test
    void saysWhatItIs() {
        assertTrue(library.description().matches("oneDNN [0-9.]+, (avx512_core.*|avx2|amd64)"), library.description());
        assertFalse(library.multiplies(Element.BFLOAT16) && !library.description().matches(".*(bf16|amx)"),
                library.description());
    }

    /** Two random matrices, each row by row or transposed, with gaps, and room for their product. */
    private static final class Problem {
        final Matrix a;
        final Matrix b;
        final Matrix c;
        private final int m;
        private final int n;
        private final int k;
        private final Element element;

        Problem(Element element, int m, int n, int k, Random random) {
            this.element = element;
            this.m = m;
            this.n = n;
            this.k = k;
            this.a = matrix(element, m, k, random.nextBoolean(), random);
            this.b = element == Element.BFLOAT16 && random.nextBoolean() ? inPairs(k, n, random)
                    : matrix(element, k, n, random.nextBoolean(), random);
            this.c = matrix(Element.FLOAT32, m, n, false, random);
        }

        private static Matrix matrix(Element element, int rows, int columns, boolean transposed, Random random) {
            int leading = (transposed ? rows : columns) + random.nextInt(3);
            int offset = random.nextInt(5);
            int elements = offset + leading * (transposed ? columns : rows);
            ByteBuffer memory = ByteBuffer.allocateDirect(elements * element.bytes()).order(ByteOrder.nativeOrder());
            for (int i = 0; i < elements; i++) {
                float value = random.nextFloat() - 0.5f;
                if (element == Element.FLOAT32) {
                    memory.putFloat(4 * i, value);
                } else {
                    memory.putShort(2 * i, (short) (Float.floatToRawIntBits(value) >>> 16));
                }
            }
            return Matrix.of(memory, offset, leading, transposed);
        }

        /** With a strip before and one behind it. */
        private static Matrix inPairs(int rows, int columns, Random random) {
            int leading = Matrix.filledUp(rows);
            int strips = (columns + Matrix.STRIP - 1) / Matrix.STRIP + 2;
            ByteBuffer memory = ByteBuffer.allocateDirect(2 * strips * Matrix.STRIP * leading).order(ByteOrder.nativeOrder());
            for (int i = 0; i < memory.capacity() / 2; i++) {
                memory.putShort(2 * i, (short) 0x7fc0);
            }
            Matrix matrix = Matrix.inPairs(memory, Matrix.STRIP * leading, leading);
            int filledUp = (columns + Matrix.STRIP - 1) / Matrix.STRIP * Matrix.STRIP;
            for (int i = 0; i < leading; i++) {
                for (int j = 0; j < filledUp; j++) {
                    float value = i < rows && j < columns ? random.nextFloat() - 0.5f : 0;
                    memory.putShort(2 * matrix.at(i, j), (short) (Float.floatToRawIntBits(value) >>> 16));
                }
            }
            return matrix;
        }

        private static double element(Element element, Matrix matrix, int row, int column) {
            int at = matrix.at(row, column);
            return element == Element.FLOAT32 ? matrix.memory().getFloat(4 * at)
                    : Float.intBitsToFloat(matrix.memory().getShort(2 * at) << 16);
        }

        float[] results() {
            float[] results = new float[m * n];
            for (int i = 0; i < m * n; i++) {
                results[i] = (float) element(Element.FLOAT32, c, i / n, i % n);
            }
            return results;
        }

        void check(String what) {
            for (int i = 0; i < m; i++) {
                for (int j = 0; j < n; j++) {
                    double sum = 0;
                    for (int p = 0; p < k; p++) {
                        sum += element(element, a, i, p) * element(element, b, p, j);
                    }
                    assertEquals(sum, element(Element.FLOAT32, c, i, j), 1e-5 * Math.sqrt(k), what + " at " + i + ", " + j);
                }
            }
        }
    }
}
