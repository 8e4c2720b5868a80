package org.fascicle.api.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

import org.fascicle.api.expr.Shape;
import org.fascicle.api.problem.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class MemoryRowsTest {
    private static final float[][] TABLE = {{1, 2, 3}, {4, 5, 6}};

    @Test
    void arraysOfEachKindGiveTheSameRows() {
        for (MemoryRows rows : List.of(
                MemoryRows.of(TABLE),
                MemoryRows.of(new double[][] {{1, 2, 3}, {4, 5, 6}}),
                MemoryRows.of(Shape.of(3), new float[] {1, 2, 3, 4, 5, 6}),
                MemoryRows.of(Shape.of(3), FloatBuffer.wrap(new float[] {1, 2, 3, 4, 5, 6})),
                MemoryRows.collect(Stream.of(Row.of(1, 2, 3), Row.of(4, 5, 6))))) {
            assertEquals(2, rows.count());
            assertEquals(Shape.of(3), rows.shape());
            assertEquals(List.of("input"), rows.inputs());
            assertEquals(List.of(), rows.outputs());
            assertEquals(0, rows.classes());
            assertArrayEquals(new float[] {0, 4, 5, 6}, features(rows, 1, 4, 1));
            assertArrayEquals(new float[] {1, 2, 3, 0}, features(rows, 0, 4, 0));
        }
    }

    @Test
    void arraysAreNotCopied() {
        float[] features = {1, 2, 3, 4};
        MemoryRows rows = MemoryRows.of(Shape.of(2), features);
        features[3] = 9;
        assertArrayEquals(new float[] {3, 9}, features(rows, 1, 2, 0));
    }

    @Test
    void buffersAreReadFromTheirPositionInAnyByteOrder() {
        for (ByteOrder order : List.of(ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN)) {
            FloatBuffer buffer = ByteBuffer.allocateDirect(7 * Float.BYTES).order(order).asFloatBuffer();
            buffer.put(new float[] {-1, 1, 2, 3, 4, 5, 6});
            buffer.position(1);
            MemoryRows rows = MemoryRows.of(Shape.of(1, 3), buffer);
            assertEquals(2, rows.count());
            assertArrayEquals(new float[] {4, 5, 6}, features(rows, 1, 3, 0));
            assertEquals(1, buffer.position());
            buffer.put(6, 7);
            assertArrayEquals(new float[] {4, 5, 7}, features(rows, 1, 3, 0));
        }
    }

    @Test
    void aBufferIsReadByManyThreads() {
        int count = 2000;
        int width = 17;
        Random random = new Random(5);
        float[] values = new float[count * width];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat();
        }
        ByteBuffer bytes = ByteBuffer.allocateDirect(values.length * Float.BYTES).order(ByteOrder.nativeOrder());
        bytes.asFloatBuffer().put(values);
        MemoryRows rows = MemoryRows.of(Shape.of(width), bytes.asFloatBuffer());
        List<CompletableFuture<Void>> readers = new ArrayList<>();
        for (int reader = 0; reader < 4; reader++) {
            int seed = reader;
            readers.add(CompletableFuture.runAsync(() -> {
                Random order = new Random(seed);
                float[] one = new float[width];
                for (int i = 0; i < 5000; i++) {
                    int row = order.nextInt(count);
                    rows.features(row, one, 0);
                    for (int j = 0; j < width; j++) {
                        assertEquals(values[row * width + j], one[j]);
                    }
                }
            }));
        }
        readers.forEach(CompletableFuture::join);
    }

    @Test
    void labelsMayBeNumbersOrNames() {
        MemoryRows counted = MemoryRows.of(TABLE).labels(0, 2);
        assertEquals(3, counted.classes());
        assertEquals(2, counted.label(1));
        assertEquals(List.of("output"), counted.outputs());

        MemoryRows sorted = MemoryRows.of(TABLE).named("virginica", "setosa");
        assertEquals(List.of("setosa", "virginica"), sorted.classNames());
        assertEquals(1, sorted.label(0));
        assertEquals(0, sorted.label(1));

        MemoryRows given = MemoryRows.of(TABLE).targets(Targets.named(List.of("no", "no"), List.of("yes", "no", "perhaps")));
        assertEquals(List.of("yes", "no", "perhaps"), given.classNames("output"));
        assertEquals(3, given.classes());
        assertEquals(1, given.label(0));

        MemoryRows both = MemoryRows.of(TABLE).targets(Targets.labels(new int[] {1, 0}, List.of("a", "b")));
        assertEquals(List.of("a", "b"), both.classNames());
    }

    @Test
    void targetsMayBeNumbersOrRows() {
        MemoryRows numbers = MemoryRows.of(TABLE).targets(new double[] {0.5, -2});
        assertEquals(Shape.scalar(), numbers.targetShape());
        assertArrayEquals(new float[] {-2}, targets(numbers, 1, 1));
        assertArrayEquals(new float[] {3}, targets(MemoryRows.of(TABLE).targets(new float[] {3, 4}), 0, 1));
        MemoryRows rows = MemoryRows.of(TABLE).targets(new float[][] {{1, 0}, {0, 1}});
        assertEquals(Shape.of(2), rows.targetShape());
        assertArrayEquals(new float[] {0, 1}, targets(rows, 1, 2));
    }

    @Test
    void severalInputsAndOutputsHaveNames() {
        MemoryRows rows = MemoryRows.of("image", Values.of(new float[][] {{1, 2, 3, 4}, {5, 6, 7, 8}}).shaped(Shape.of(2, 2)))
                .input("age", Values.numbers(new double[] {30, 40}))
                .targets("kind", Targets.named("cat", "dog"))
                .targets("weight", Targets.values(Values.numbers(new float[] {4.5f, 11})));
        assertEquals(List.of("image", "age"), rows.inputs());
        assertEquals(List.of("kind", "weight"), rows.outputs());
        assertEquals(Shape.of(2, 2), rows.shape());
        assertEquals(Shape.scalar(), rows.shape("age"));
        assertEquals(2, rows.classes("kind"));
        assertEquals(0, rows.classes("weight"));
        float[] age = new float[1];
        rows.features("age", 1, age, 0);
        assertEquals(40, age[0]);
        assertEquals(1, rows.label("kind", 1));
        float[] weight = new float[1];
        rows.targets("weight", 0, weight, 0);
        assertEquals(4.5f, weight[0]);
        refused("there is no input 'ages'. Did you mean 'age'?", () -> rows.shape("ages"));
        refused("there is no output 'sort'. There are: kind, weight", () -> rows.classes("sort"));
        refused("the targets of the output 'weight' are numbers, not classes", () -> rows.label("weight", 0));
        refused("the targets of the output 'kind' are classes, not numbers", () -> rows.targets("kind", 0, weight, 0));
    }

    @Test
    void rowsMayHaveWeights() {
        MemoryRows rows = MemoryRows.of(TABLE);
        assertFalse(rows.weighted());
        assertEquals(1, rows.weight(1));
        MemoryRows weighted = rows.weights(0.5f, 0).labels(0, 1).unit(255);
        assertTrue(weighted.weighted());
        assertEquals(0.5f, weighted.weight(0));
        assertEquals(0, weighted.weight(1));
        assertEquals(255, weighted.unit());
        refused("at row 1: the weight is -1.0, and a weight is a number of at least 0", () -> rows.weights(1, -1));
        refused("at row 0: the weight is NaN, and a weight is a number of at least 0", () -> rows.weights(Float.NaN, 1));
        refused("the weights of all 2 rows are 0, so nothing can be learned from them", () -> rows.weights(0, 0));
        refused("the weights are for 3 rows, and the features are for 2. Give as many of each", () -> rows.weights(1, 1, 1));
    }

    @Test
    void lengthsThatDoNotFitAreRefusedWithBothNumbers() {
        refused("at row 1: the row has 2 numbers, and row 0 has 3. All rows have one width",
                () -> MemoryRows.of(new float[][] {{1, 2, 3}, {4, 5}}));
        refused("row 1 must not be null", () -> MemoryRows.of(new double[][] {{1}, null}));
        refused("there are no rows: the array is empty", () -> MemoryRows.of(new float[0][]));
        refused("one row of the values has 1 to 2147483647 numbers, and the shape [0] has 0",
                () -> MemoryRows.of(new float[1][0]));
        refused("the array has 7 numbers, and that is no whole number of rows: one row of the shape [2, 2] has 4",
                () -> MemoryRows.of(Shape.of(2, 2), new float[7]));
        refused("there are no rows: the buffer, from its position to its limit, has no numbers",
                () -> MemoryRows.of(Shape.of(2), FloatBuffer.allocate(4).position(4)));
        refused("the shape [rows, 2] of the values has an axis for the rows. Give the shape of one row",
                () -> MemoryRows.of(Shape.batch(2), new float[4]));
        refused("the targets of the output 'output' are for 3 rows, and the features are for 2. Give as many of each",
                () -> MemoryRows.of(TABLE).labels(0, 1, 0));
        refused("the features of the input 'age' are for 1 rows, and the others are for 2. Give as many of each",
                () -> MemoryRows.of(TABLE).input("age", Values.numbers(new float[] {1})));
        refused("rows of the shape [3] have 3 numbers, and the shape [2, 2] has 4",
                () -> Values.of(TABLE).shaped(Shape.of(2, 2)));
        refused("the argument 'rows' is null", () -> MemoryRows.of((float[][]) null));
        refused("there is no row 2: rows go from 0 to 1", () -> features(MemoryRows.of(TABLE), 2, 3, 0));
        refused("there is no row -1: rows go from 0 to 1", () -> MemoryRows.of(TABLE).labels(0, 1).label(-1));
    }

    @Test
    void targetsThatCannotBeUsedAreRefusedWithTheirRow() {
        MemoryRows rows = MemoryRows.of(TABLE);
        refused("at row 1: the target is NaN. Leave out rows whose target is not known",
                () -> rows.targets(new float[] {1, Float.NaN}));
        refused("at row 0: the target is Infinity. Leave out rows whose target is not known",
                () -> rows.targets(new float[][] {{0, Float.POSITIVE_INFINITY}, {0, 0}}));
        refused("at row 1: the number 1.0E300 is beyond the largest number of 32 bits. Scale the numbers first",
                () -> rows.targets(new double[] {0, 1e300}));
        refused("at row 1: the label -1 is outside the classes, which are counted from 0", () -> rows.labels(0, -1));
        refused("at row 0: the label 3 is outside the classes, which are 0 to 2",
                () -> rows.targets(Targets.labels(new int[] {3, 0}, 3)));
        refused("at row 1: there is no class 'dgo'. Did you mean 'dog'?",
                () -> rows.targets(Targets.named(List.of("cat", "dgo"), List.of("cat", "dog"))));
        refused("row 1: the name of the class must not be null", () -> rows.named("cat", null));
        refused("two classes are called 'a'. Give each one a name of its own",
                () -> Targets.labels(new int[] {0}, List.of("a", "a")));
        refused("the output 'output' is given twice. Give each one a name of its own", () -> rows.labels(0, 1).named("a", "b"));
        refused("the input 'input' is given twice. Give each one a name of its own", () -> rows.input("input", Values.of(TABLE)));
        refused("these rows have no targets", () -> rows.label(0));
        refused("the largest feature is a number above 0, not NaN", () -> rows.unit(Double.NaN));
    }

    @Test
    void aStreamIsCollected() {
        AtomicBoolean closed = new AtomicBoolean();
        MemoryRows rows = MemoryRows.collect(Stream.of(
                Row.of(1, 2).named("b").weight(2), Row.of(3, 4).named("a"), Row.of(5, 6).named("b"))
                .onClose(() -> closed.set(true)));
        assertTrue(closed.get());
        assertEquals(List.of("a", "b"), rows.classNames());
        assertEquals(1, rows.label(2));
        assertEquals(2, rows.weight(0));
        assertEquals(1, rows.weight(1));
        assertArrayEquals(new float[] {5, 6}, features(rows, 2, 2, 0));

        MemoryRows numbers = MemoryRows.collect(Stream.of(Row.of("x", 1).input("y", 2, 3).targets("t", 4).label("l", 2)));
        assertEquals(List.of("x", "y"), numbers.inputs());
        assertEquals(Shape.scalar(), numbers.targetShape("t"));
        assertEquals(3, numbers.classes("l"));

        MemoryRows shaped = MemoryRows.collect(
                Schema.of(Shape.of(1, 2)).classNames("no", "yes"), Stream.of(Row.of(1, 2).label(1)));
        assertEquals(Shape.of(1, 2), shaped.shape());
        assertEquals(List.of("no", "yes"), shaped.classNames());
    }

    @Test
    void rowsOfAStreamThatDoNotFitAreRefused() {
        refused("at row 1: the row has 1 features, and the shape [2] has 2",
                () -> MemoryRows.collect(Stream.of(Row.of(1, 2), Row.of(1))));
        refused("at row 1: the row has no target for the output 'output'",
                () -> MemoryRows.collect(Stream.of(Row.of(1).label(0), Row.of(1))));
        refused("at row 1: the row has target values, and the schema says that targets are classes. "
                + "Give the shape of the targets to the schema",
                () -> MemoryRows.collect(Stream.of(Row.of(1).label(0), Row.of(1).targets(1))));
        refused("at row 1: the label -2 is outside the classes, which are 0 to 0",
                () -> MemoryRows.collect(Stream.of(Row.of(1).label(0), Row.of(1).label(-2))));
        refused("there are no rows: the stream is empty", () -> MemoryRows.collect(Stream.of()));
        refused("row 0 must not be null", () -> MemoryRows.collect(Stream.of((Row) null)));
        refused("the stream of rows, at row 1, failed: java.lang.ArithmeticException: / by zero",
                () -> MemoryRows.collect(Stream.of(1, 0).map(i -> Row.of(1 / i))));
        refused("there is no output 'output'. There is none at all",
                () -> MemoryRows.collect(Schema.of(Shape.of(1)), Stream.of(Row.of(1).label(0))));
    }

    static void refused(String message, Executable action) {
        assertEquals(message, assertThrows(InputException.class, action).getMessage());
    }

    private static float[] features(Rows rows, int row, int length, int at) {
        float[] into = new float[length];
        rows.features(row, into, at);
        return into;
    }

    private static float[] targets(Rows rows, int row, int length) {
        float[] into = new float[length];
        rows.targets(row, into, 0);
        return into;
    }
}
