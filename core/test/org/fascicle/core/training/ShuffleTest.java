package org.fascicle.core.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShuffleTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 1023, 1024, 1025})
    void isAPermutation(int rows) {
        int[] order = order(7, 3, rows);
        Arrays.sort(order);
        assertArrayEquals(IntStream.range(0, rows).toArray(), order);
    }

    @Test
    void isAFunctionOfSeedAndEpoch() {
        int[] order = order(7, 3, 100);
        assertArrayEquals(order, order(7, 3, 100));
        assertFalse(Arrays.equals(order, order(7, 4, 100)));
        assertFalse(Arrays.equals(order, order(8, 3, 100)));
        assertFalse(Arrays.equals(order, order(7L + (1L << 32), 3, 100)));
    }

    @Test
    void doesNotHangOnWhatTheArrayHeld() {
        int[] order = order(7, 3, 50);
        Shuffle.order(7, 3, order);
        assertArrayEquals(order(7, 3, 50), order);
    }

    /** 6,000 epochs of 3 rows: each of the 6 orders comes about 1,000 times (the deviation of each count is 29). */
    @Test
    void allOrdersAreAlikeLikely() {
        int[] counts = new int[27];
        for (int epoch = 0; epoch < 6000; epoch++) {
            int[] order = order(1, epoch, 3);
            counts[order[0] * 9 + order[1] * 3 + order[2]]++;
        }
        int[] seen = Arrays.stream(counts).filter(count -> count > 0).toArray();
        assertTrue(seen.length == 6 && Arrays.stream(seen).allMatch(count -> Math.abs(count - 1000) < 180),
                Arrays.toString(seen));
    }

    private static int[] order(long seed, int epoch, int rows) {
        int[] order = new int[rows];
        Shuffle.order(seed, epoch, order);
        return order;
    }
}
