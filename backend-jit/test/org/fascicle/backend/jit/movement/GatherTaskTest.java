package org.fascicle.backend.jit.movement;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Random;

import org.fascicle.api.expr.Type;
import org.fascicle.backend.jit.Targets;
import org.fascicle.backend.jit.kernel.Natives;
import org.fascicle.backend.jit.machine.Target;
import org.fascicle.backend.jit.task.Room;
import org.fascicle.backend.jit.task.Rooms;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rows of all lengths; a number below or beyond the rows is the first or the last. */
class GatherTaskTest {
    private static final int LENGTH = 50;
    private static final int BATCH = 2;
    private static final int OUTER = 3;
    private static final int LINES = BATCH * OUTER;
    private static final int[][] SIZES =
            {{1, 40}, {2, 9}, {15, 40}, {16, 8}, {16, 7}, {17, 1}, {40, 23}, {784, 9}, {784, 64}, {5000, 11}};

    @ParameterizedTest
    @EnumSource
    void picksRows(Target target) {
        Natives natives = Targets.natives(target);
        Random random = new Random(22);
        for (int[] size : SIZES) {
            int inner = size[0];
            int count = size[1];
            int[] whole = random.ints(LINES * LENGTH * inner).toArray();
            int[] indices = random.ints(BATCH * count, -2, LENGTH + 2).toArray();
            int[] expected = new int[LINES * count * inner];
            for (int i = 0; i < LINES * count; i++) {
                System.arraycopy(whole, row(indices, i, count) * inner, expected, i * inner, inner);
            }
            Room picked = Rooms.unwritten(Type.REAL, expected.length);
            GatherTask task = new GatherTask(natives, BATCH, Rooms.of(Type.REAL, whole), Rooms.of(Type.INT32, indices), picked,
                    BATCH, OUTER, LENGTH, inner, count);
            Rooms.run(task);
            assertArrayEquals(expected, Rooms.content(picked, expected.length), "rows of " + inner);
            picked.block.write(picked.offset, new int[expected.length], 0, expected.length);
            Rooms.runInParts(task, 1);
            assertArrayEquals(expected, Rooms.content(picked, expected.length), "in parts, rows of " + inner);
        }
    }

    @ParameterizedTest
    @EnumSource
    void addsRowsInTheirOrder(Target target) {
        Natives natives = Targets.natives(target);
        Random random = new Random(23);
        for (int[] size : SIZES) {
            int inner = size[0];
            int count = size[1];
            int[] updates = Rooms.reals(random, LINES * count * inner, true);
            int[] indices = random.ints(BATCH * count, -2, LENGTH + 2).toArray();
            int[] expected = new int[LINES * LENGTH * inner];
            for (int i = 0; i < LINES * count; i++) {
                for (int j = 0; j < inner; j++) {
                    int at = row(indices, i, count) * inner + j;
                    expected[at] = Float.floatToIntBits(Rooms.real(expected[at]) + Rooms.real(updates[i * inner + j]));
                }
            }
            Room whole = Rooms.unwritten(Type.REAL, expected.length);
            Rooms.run(new ScatterTask(natives, whole, Rooms.of(Type.INT32, indices), Rooms.of(Type.REAL, updates), BATCH, OUTER,
                    LENGTH, inner, count));
            assertArrayEquals(expected, Rooms.canonical(Rooms.content(whole, expected.length)), "rows of " + inner);
        }
    }

    /** Which row of all belongs to a row of the picked ones. */
    private static int row(int[] indices, int picked, int count) {
        int line = picked / count;
        return line * LENGTH + Math.max(0, Math.min(LENGTH - 1, indices[line / OUTER * count + picked % count]));
    }
}
