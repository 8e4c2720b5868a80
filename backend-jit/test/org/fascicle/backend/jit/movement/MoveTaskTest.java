package org.fascicle.backend.jit.movement;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Arrays;
import java.util.Collections;
import java.util.Random;

import org.fascicle.api.expr.Type;
import org.fascicle.backend.jit.Targets;
import org.fascicle.backend.jit.kernel.Natives;
import org.fascicle.backend.jit.machine.Target;
import org.fascicle.backend.jit.task.Room;
import org.fascicle.backend.jit.task.Rooms;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MoveTaskTest {
    /** Axes in any order, forwards and backwards, some elements left out, some read again and again. */
    @ParameterizedTest
    @EnumSource
    void copiesFromAnyPlaceToAnyOther(Target target) {
        Natives natives = Targets.natives(target);
        Random random = new Random(20);
        for (int turn = 0; turn < 300; turn++) {
            int axes = 1 + random.nextInt(5);
            int[] extents = random.ints(axes, 1, 6).toArray();
            extents[random.nextInt(axes)] = 1 + random.nextInt(70);
            extents[axes - 1] = random.nextBoolean() ? 1 + random.nextInt(70) : extents[axes - 1];
            Side from = new Side(random, extents, true);
            Side to = new Side(random, extents, false);
            int[] content = random.ints(from.size).toArray();
            int[] expected = new int[to.size];
            Arrays.fill(expected, 7);
            Room result = Rooms.of(Type.REAL, expected);
            copy(extents, 0, content, from.first, from.strides, expected, to.first, to.strides);
            Rooms.run(new MoveTask(natives, Rooms.of(Type.REAL, content).from(from.first), result.from(to.first), extents,
                    from.strides, to.strides));
            assertArrayEquals(expected, Rooms.content(result, to.size),
                    Arrays.toString(extents) + Arrays.toString(from.strides) + Arrays.toString(to.strides));
        }
    }

    /** Elements in memory, with a stride for each axis. */
    private static final class Side {
        final int[] strides;
        int first;
        int size = 1;

        Side(Random random, int[] extents, boolean mayRepeat) {
            strides = new int[extents.length];
            Integer[] order = new Integer[extents.length];
            Arrays.setAll(order, i -> i);
            if (random.nextBoolean()) {
                Collections.shuffle(Arrays.asList(order), random);
            }
            for (int i = extents.length - 1; i >= 0; i--) {
                int axis = order[i];
                int kind = random.nextInt(6);
                int step = kind == 0 ? 2 : 1;
                strides[axis] = size * step;
                if (mayRepeat && kind == 1) {
                    strides[axis] = 0;
                    continue;
                }
                if (kind == 2) {
                    first += (extents[axis] - 1) * strides[axis];
                    strides[axis] = -strides[axis];
                }
                size *= extents[axis] * step;
            }
        }
    }

    private static void copy(int[] extents, int axis, int[] from, int a, int[] fromStrides, int[] to, int b, int[] toStrides) {
        for (int i = 0; i < extents[axis]; i++) {
            int x = a + i * fromStrides[axis];
            int y = b + i * toStrides[axis];
            if (axis == extents.length - 1) {
                to[y] = from[x];
            } else {
                copy(extents, axis + 1, from, x, fromStrides, to, y, toStrides);
            }
        }
    }

    /** Rows of so many elements that the system copies them, and in several blocks. */
    @ParameterizedTest
    @EnumSource
    void copiesLongRows(Target target) {
        int[] extents = {5, 9001};
        int[] content = new Random(21).ints(5 * 9003).toArray();
        int[] expected = new int[5 * 9001];
        copy(extents, 0, content, 2, new int[] {9003, 1}, expected, 4 * 9001, new int[] {-9001, 1});
        Room to = Rooms.unwritten(Type.INT32, expected.length);
        Rooms.run(new MoveTask(Targets.natives(target), Rooms.of(Type.INT32, content).from(2), to.from(4 * 9001), extents,
                new int[] {9003, 1}, new int[] {-9001, 1}));
        assertArrayEquals(expected, Rooms.content(to, expected.length));
    }

    @ParameterizedTest
    @EnumSource
    void fills(Target target) {
        for (int count : new int[] {0, 1, 15, 16, 17, 31, 33, 1000}) {
            for (float number : new float[] {0f, -0f, 2.5f, Float.NEGATIVE_INFINITY, Float.intBitsToFloat(-3)}) {
                Room room = Rooms.unwritten(Type.INT32, count);
                Rooms.run(new FillTask(Targets.natives(target), room, count, number));
                int[] expected = new int[count];
                Arrays.fill(expected, Float.floatToRawIntBits(number));
                assertArrayEquals(expected, Rooms.content(room, count));
            }
        }
    }
}
