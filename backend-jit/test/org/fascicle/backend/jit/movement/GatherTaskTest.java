package org.fascicle.backend.jit.movement;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Arrays;
import java.util.Random;

import org.fascicle.api.expr.Type;
import org.fascicle.backend.jit.kernel.Scratch;
import org.fascicle.backend.jit.task.Room;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GatherTaskTest {
    private static final int LENGTH = 50;
    private static final int BATCH = 2;
    private static final int OUTER = 3;

    /** Rows of all lengths, side by side or one by one; an index below or beyond the rows is the first or the last. */
    @ParameterizedTest
    @CsvSource({"1,40", "15,40", "16,8", "16,7", "17,1", "40,23", "784,9", "784,64", "5000,11"})
    void picksRows(int inner, int count) {
        Random random = new Random();
        long seed = random.nextLong();
        random.setSeed(seed);
        Room whole = Room.allocate(Type.REAL, (long) BATCH * OUTER * LENGTH * inner, "rows");
        for (int i = 0; i < whole.floats.length; i++) {
            whole.floats[i] = random.nextFloat();
        }
        Room indices = Room.allocate(Type.INT32, BATCH * count, "indices");
        for (int i = 0; i < BATCH * count; i++) {
            indices.ints[indices.offset + i] = random.nextInt(LENGTH + 4) - 2;
        }
        Room picked = Room.allocate(Type.REAL, (long) BATCH * OUTER * count * inner, "picked rows");
        float[] expected = expected(whole, indices, picked, inner, count);
        for (boolean onVectors : new boolean[] {false, true}) {
            Arrays.fill(picked.floats, 0);
            GatherTask task = new GatherTask(0, whole, indices, picked, BATCH, OUTER, LENGTH, inner, count);
            if (onVectors) {
                task.onVectors();
            }
            Scratch scratch = new Scratch();
            for (int block = task.blocks() - 1; block >= 0; block--) {
                task.run(block, scratch);
            }
            assertArrayEquals(expected, picked.floats, "seed " + seed + ", on vectors: " + onVectors);
        }
    }

    private static float[] expected(Room whole, Room indices, Room picked, int inner, int count) {
        float[] expected = new float[picked.floats.length];
        for (int line = 0; line < BATCH * OUTER; line++) {
            for (int i = 0; i < count; i++) {
                int index = indices.ints[indices.offset + line / OUTER * count + i];
                int row = line * LENGTH + Math.max(0, Math.min(LENGTH - 1, index));
                System.arraycopy(whole.floats, whole.offset + row * inner, expected, picked.offset + (line * count + i) * inner,
                        inner);
            }
        }
        return expected;
    }
}
