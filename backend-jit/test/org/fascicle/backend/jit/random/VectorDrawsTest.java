package org.fascicle.backend.jit.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Random;

import org.fascicle.backend.jit.kernel.Scratch;
import org.junit.jupiter.api.Test;

class VectorDrawsTest {
    private static final int MOST = 300;

    @Test
    void vectorsGiveTheWordsOfOneCallAfterTheOther() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Draws vectors = new VectorDraws();
        Scratch scratch = new Scratch();
        for (int count = 0; count <= MOST; count++) {
            Draws.Key key = new Draws.Key(random.nextInt(), random.nextInt(8), random.nextInt(Integer.SIZE));
            key.seed = random.nextLong();
            key.step = random.nextInt();
            int block = random.nextInt();
            int at = random.nextInt(5);
            int[] expected = random.ints(MOST + 10).toArray();
            int[] actual = expected.clone();
            Draws.PLAIN.fill(key, block, expected, at, count, scratch);
            vectors.fill(key, block, actual, at, count, scratch);
            assertArrayEquals(expected, actual, count + " numbers, seed " + seed);
        }
    }
}
