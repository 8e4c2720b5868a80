package org.fascicle.backend.gpu.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SplittingTest {
    @Test
    void whatHasEnoughGroupsOrIsShortIsNotSplit() {
        assertEquals(1, Splitting.ofProduct(64, 1 << 20));
        assertEquals(1, Splitting.ofProduct(1, 511));
        assertEquals(1, Splitting.ofProduct(0, 1 << 20));
        assertEquals(1, Splitting.ofSum(64, 1 << 20, 8));
        assertEquals(1, Splitting.ofSum(1, 2047, 8));
        assertEquals(1, Splitting.ofSum(0, 1 << 20, 8));
    }

    @Test
    void piecesAreLongAndFillAGpu() {
        assertEquals(3, Splitting.ofProduct(40, 784), "the first layer of the mlp, at batch 512");
        assertEquals(128, Splitting.ofProduct(1, 512 * 26 * 26), "a kernel's gradient");
        assertEquals(128, Splitting.ofSum(1, 1 << 20, 8));
        for (int groups = 1; groups < 64; groups++) {
            for (int length = 1; length < 1 << 20; length = length * 3 + 1) {
                int pieces = Splitting.ofProduct(groups, length);
                assertTrue(pieces == 1 || pieces * groups <= 128 && length / pieces >= 256, groups + " of " + length);
                int sums = Splitting.ofSum(groups, length, 256);
                assertTrue(sums == 1 || sums * groups <= 128 && length / sums >= 128 * 256, groups + " of " + length);
            }
        }
    }
}
