package org.fascicle.backend.jit.movement;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Random;
import java.util.stream.IntStream;

import org.fascicle.api.expr.Type;
import org.fascicle.backend.jit.Targets;
import org.fascicle.backend.jit.kernel.Natives;
import org.fascicle.backend.jit.machine.Target;
import org.fascicle.backend.jit.movement.LineTask.Line;
import org.fascicle.backend.jit.task.Room;
import org.fascicle.backend.jit.task.Rooms;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Lines of all lengths, alone and side by side, with NaN, both zeros, infinities and equal elements. */
class LineTaskTest {
    private static final int ROWS = 6;
    private static final int[] LENGTHS = {1, 2, 3, 10, 17, 64, 301, 5000};
    private static final int[] INNERS = {1, 3, 16, 37};

    /** What becomes of one line: as many elements, or one. */
    private interface Oracle {
        int[] follow(int[] line);
    }

    @ParameterizedTest
    @EnumSource
    void argmaxIsTheFirstNanOrTheFirstOfTheGreatest(Target target) {
        check(target, Line.ARGMAX, INNERS, line -> {
            int greatest = 0;
            for (int i = 1; i < line.length; i++) {
                float best = Rooms.real(line[greatest]);
                float next = Rooms.real(line[i]);
                greatest = next > best || Float.isNaN(next) && !Float.isNaN(best) ? i : greatest;
            }
            return new int[] {greatest};
        });
    }

    @ParameterizedTest
    @EnumSource
    void runningSumsAreRoundedOnce(Target target) {
        check(target, Line.CUMSUM, INNERS, line -> {
            int[] sums = new int[line.length];
            double sum = 0;
            for (int i = 0; i < line.length; i++) {
                sum += Rooms.real(line[i]);
                sums[i] = Float.floatToIntBits((float) sum);
            }
            return sums;
        });
    }

    @ParameterizedTest
    @EnumSource
    void sumsOfIntsWrap(Target target) {
        check(target, Line.SUM, INNERS, line -> new int[] {IntStream.of(line).sum()});
    }

    @ParameterizedTest
    @EnumSource
    void sortingKeepsTheOrderOfEqualElements(Target target) {
        check(target, Line.ARGSORT, new int[] {1}, line -> IntStream.range(0, line.length).boxed()
                .sorted((i, j) -> Float.compare(Rooms.real(line[i]) + 0f, Rooms.real(line[j]) + 0f)).mapToInt(i -> i).toArray());
    }

    private static void check(Target target, Line line, int[] inners, Oracle oracle) {
        Natives natives = Targets.natives(target);
        Random random = new Random(24);
        for (int length : LENGTHS) {
            for (int inner : inners) {
                for (boolean specials : new boolean[] {false, true}) {
                    int[] x = Rooms.reals(random, ROWS * length * inner, specials);
                    int[] expected = expected(x, length, inner, oracle);
                    Room y = Rooms.unwritten(Type.REAL, expected.length);
                    LineTask task = new LineTask(natives, ROWS, Rooms.of(Type.REAL, x), y, line, ROWS * inner, length, inner);
                    String what = line + ", " + length + " elements, " + inner + " side by side";
                    Rooms.run(task);
                    assertArrayEquals(expected, result(line, y, expected.length), what);
                    y.block.write(y.offset, new int[expected.length], 0, expected.length);
                    Rooms.runInParts(task, 4);
                    assertArrayEquals(expected, result(line, y, expected.length), "in parts: " + what);
                }
            }
        }
    }

    private static int[] result(Line line, Room y, int count) {
        int[] content = Rooms.content(y, count);
        return line == Line.CUMSUM ? Rooms.canonical(content) : content;
    }

    private static int[] expected(int[] x, int length, int inner, Oracle oracle) {
        int lines = x.length / length;
        int results = oracle.follow(new int[length]).length;
        int[] expected = new int[lines * results];
        for (int i = 0; i < lines; i++) {
            int first = i / inner * inner * length + i % inner;
            int[] line = IntStream.range(0, length).map(j -> x[first + j * inner]).toArray();
            int[] followed = oracle.follow(line);
            for (int j = 0; j < results; j++) {
                expected[i / inner * inner * results + i % inner + j * inner] = followed[j];
            }
        }
        return expected;
    }
}
