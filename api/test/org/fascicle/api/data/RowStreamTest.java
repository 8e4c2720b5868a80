package org.fascicle.api.data;

import static org.fascicle.api.data.MemoryRowsTest.refused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.fascicle.api.expr.Shape;
import org.fascicle.api.problem.InputException;
import org.junit.jupiter.api.Test;

class RowStreamTest {
    private static final Schema NAMED = Schema.of(Shape.of(2)).classNames("even", "odd");

    @Test
    void eachEpochOpensAStreamAndClosesIt() {
        AtomicInteger opened = new AtomicInteger();
        AtomicInteger closed = new AtomicInteger();
        RowStream rows = RowStream.of(NAMED, () -> {
            opened.incrementAndGet();
            return numbers(10).onClose(closed::incrementAndGet);
        }).batches(4);
        assertEquals(0, opened.get());
        assertEquals(-1, rows.count());
        for (int epoch = 1; epoch <= 3; epoch++) {
            int sum = 0;
            int count = 0;
            for (Batch batch : rows) {
                int[] labels = batch.labels("output").orElseThrow();
                float[] features = batch.features("input").orElseThrow();
                assertEquals(batch.rows(), labels.length);
                assertEquals(2 * batch.rows(), features.length);
                for (int i = 0; i < batch.rows(); i++) {
                    assertEquals(features[2 * i] % 2, labels[i]);
                    sum += (int) features[2 * i];
                }
                count += batch.rows();
            }
            assertEquals(45, sum);
            assertEquals(10, count);
            assertEquals(epoch, opened.get());
            assertEquals(epoch, closed.get());
        }
    }

    @Test
    void theLastBatchIsAsShortAsItIs() {
        Iterator<Batch> batches = RowStream.of(NAMED, () -> numbers(5)).batches(3).iterator();
        assertEquals(3, batches.next().rows());
        Batch last = batches.next();
        assertEquals(2, last.rows());
        assertArrayEquals(new float[] {3, 1, 4, 1}, last.features("input").orElseThrow());
        assertFalse(batches.hasNext());
        assertThrows(NoSuchElementException.class, batches::next);
    }

    @Test
    void whoStopsEarlyClosesTheStream() throws Exception {
        AtomicInteger closed = new AtomicInteger();
        Iterator<Batch> batches = RowStream.of(NAMED, () -> numbers(10).onClose(closed::incrementAndGet)).batches(2).iterator();
        batches.next();
        ((AutoCloseable) batches).close();
        ((AutoCloseable) batches).close();
        assertEquals(1, closed.get());
        assertFalse(batches.hasNext());
    }

    @Test
    void itIsDescribedByItsSchema() {
        RowStream rows = RowStream.of(Schema.of("image", Shape.of(2, 2)).input("age", Shape.scalar())
                .classNames("kind", List.of("cat", "dog")).targets("box", Shape.of(4)).weighted().unit(255),
                () -> Stream.of(Row.of("image", 1, 2, 3, 4).input("age", 9).named("kind", "dog")
                        .targets("box", 5, 6, 7, 8).weight(0.5f)))
                .count(1);
        assertEquals(List.of("image", "age"), rows.inputs());
        assertEquals(Shape.of(2, 2), rows.shape());
        assertEquals(Shape.scalar(), rows.shape("age"));
        assertEquals(List.of("kind", "box"), rows.outputs());
        assertEquals(2, rows.classes("kind"));
        assertEquals(List.of("cat", "dog"), rows.classNames());
        assertEquals(Shape.of(4), rows.targetShape("box"));
        assertEquals(255, rows.unit());
        assertEquals(1, rows.count());
        assertTrue(rows.weighted());
        Batch batch = rows.iterator().next();
        assertArrayEquals(new float[] {9}, batch.features("age").orElseThrow());
        assertArrayEquals(new int[] {1}, batch.labels("kind").orElseThrow());
        assertArrayEquals(new float[] {5, 6, 7, 8}, batch.targets("box").orElseThrow());
        assertArrayEquals(new float[] {0.5f}, batch.weights().orElseThrow());
    }

    @Test
    void badRowsAreRefusedWithTheirNumberAndTheStreamIsClosed() {
        AtomicInteger closed = new AtomicInteger();
        RowStream rows = RowStream.of(NAMED, () -> Stream.concat(numbers(300), Stream.of(Row.of(1, 2, 3).label(0)))
                .onClose(closed::incrementAndGet));
        refused("at row 300: the row has 3 features, and the shape [2] has 2", () -> rows.forEach(batch -> {}));
        assertEquals(1, closed.get());
        bad("at row 0: there is no class 'od'. Did you mean 'odd'?", Row.of(1, 2).named("od"));
        bad("at row 0: the label 2 is outside the classes, which are 0 to 1", Row.of(1, 2).label(2));
        bad("at row 0: the row has no target for the output 'output'", Row.of(1, 2));
        bad("at row 0: the row has a weight, and the schema says nothing of weights. Add weighted() to the schema",
                Row.of(1, 2).label(0).weight(1));
        bad("there is no input 'inptu'. Did you mean 'input'?", Row.of("inptu", 1, 2).label(0));
        refused("at row 0: the target is NaN. Leave out rows whose target is not known",
                () -> RowStream.of(Schema.of(Shape.of(1)).targets(Shape.scalar()), () -> Stream.of(Row.of(1).targets(Float.NaN)))
                        .iterator().next());
        refused("at row 0: the weight is -1.0, and a weight is a number of at least 0",
                () -> RowStream.of(Schema.of(Shape.of(1)).weighted(), () -> Stream.of(Row.of(1).weight(-1))).iterator().next());
        refused("at 'y', row 0: the row has no features for the input 'y'",
                () -> RowStream.of(Schema.of("x", Shape.of(1)).input("y", Shape.of(1)), () -> Stream.of(Row.of("x", 1)))
                        .iterator().next());
    }

    @Test
    void aWrongCountIsRefused() {
        refused("there should be 11 rows, and the data ended after 10 rows. Give the right count, or none: then rows are counted",
                () -> RowStream.of(NAMED, () -> numbers(10)).count(11).forEach(batch -> {}));
        refused("there should be 9 rows, and the data have more. Give the right count, or none: then rows are counted",
                () -> RowStream.of(NAMED, () -> numbers(10)).count(9).batches(5).forEach(batch -> {}));
        refused("there is at least 1 row, not 0", () -> RowStream.of(NAMED, () -> numbers(10)).count(0));
        refused("a batch has at least 1 row, not -3", () -> RowStream.of(NAMED, () -> numbers(10)).batches(-3));
    }

    @Test
    void whatTheCallersCodeThrowsIsReportedWithItsPlace() {
        Stream<Row> one = numbers(3);
        RowStream again = RowStream.of(NAMED, () -> one);
        again.forEach(batch -> {});
        refused("the stream of rows failed: java.lang.IllegalStateException: stream has already been operated upon or closed. "
                + "Give a new stream or iterator each time: each epoch reads one to its end", again::iterator);
        refused("the supplier of streams gave null, not a stream", () -> RowStream.of(NAMED, () -> null).iterator());
        refused("the argument 'rows' is null", () -> RowStream.of(NAMED, null));
        refused("the argument 'schema' is null", () -> RowStream.of(null, () -> numbers(1)));
        UncheckedIOException cause = new UncheckedIOException(new IOException("the line is cut"));
        RowStream failing = RowStream.of(NAMED, () -> numbers(10).peek(row -> {
            if (row.inputs().get("input")[0] == 7) {
                throw cause;
            }
        })).batches(3);
        InputException problem = assertThrows(InputException.class, () -> failing.forEach(batch -> {}));
        assertEquals("the stream of rows, at row 7, failed: " + cause, problem.getMessage());
        assertEquals(cause, problem.getCause());
    }

    private static void bad(String message, Row row) {
        refused(message, () -> RowStream.of(NAMED, () -> Stream.of(row)).iterator().next());
    }

    private static Stream<Row> numbers(int count) {
        return IntStream.range(0, count).mapToObj(i -> i % 3 == 0 ? Row.of(i, 1).label(i % 2)
                : Row.of(i, 1).named(i % 2 == 0 ? "even" : "odd"));
    }
}
