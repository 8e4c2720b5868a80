package org.fascicle.api.data;

import static org.fascicle.api.data.MemoryRowsTest.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.fascicle.api.expr.Shape;
import org.junit.jupiter.api.Test;

class BatchStreamTest {
    private static final Schema SCHEMA = Schema.of(Shape.of(2)).classes(3);
    private static final Batch GOOD = Batch.of(2, new float[4]).labels(new int[] {0, 2});

    @Test
    void batchesAreHandedOnAsTheyAre() {
        BatchStream batches = BatchStream.of(SCHEMA, List.of(GOOD, GOOD)).count(4);
        assertEquals(4, batches.count());
        assertEquals(3, batches.classes());
        for (int epoch = 0; epoch < 2; epoch++) {
            Iterator<Batch> iterator = batches.iterator();
            assertSame(GOOD, iterator.next());
            assertSame(GOOD, iterator.next());
            assertFalse(iterator.hasNext());
        }
    }

    @Test
    void anIteratorThatCanBeClosedIsClosed() {
        AtomicInteger closed = new AtomicInteger();
        BatchStream batches = BatchStream.of(SCHEMA, () -> new Closeable(3, closed));
        batches.forEach(batch -> {});
        assertEquals(1, closed.get());
        Iterator<Batch> stopped = batches.iterator();
        stopped.next();
        ((Counted) stopped).close();
        assertEquals(2, closed.get());
    }

    @Test
    void badBatchesAreRefusedWithTheirNumbers() {
        bad("at batch 1: there are 5 features for the input 'input', and 2 rows of the shape [2] have 4",
                Batch.of(2, new float[5]).labels(new int[2]));
        bad("at batch 1: the batch has no features for the input 'input', which the schema promises",
                Batch.of(2).labels(new int[2]));
        bad("at batch 1: the batch has no labels for the output 'output', which the schema promises", Batch.of(2, new float[4]));
        bad("at batch 1: there are 3 labels for the output 'output', and 2 rows of the shape [] have 2",
                Batch.of(2, new float[4]).labels(new int[3]));
        bad("at batch 1, row 3: the label 3 is outside the classes, which are 0 to 2",
                Batch.of(2, new float[4]).labels(new int[] {0, 3}));
        bad("at batch 1: the batch has weights, and the schema says nothing of weights. Add weighted() to the schema",
                GOOD.weights(new float[2]));
        refused("batch 0 is null", () -> BatchStream.of(SCHEMA, () -> Collections.singletonList((Batch) null).iterator())
                .iterator().next());
        Schema numbers = Schema.of(Shape.of(1)).targets(Shape.of(2)).weighted();
        refused("at batch 0, row 1: the target is NaN. Leave out rows whose target is not known",
                () -> BatchStream.of(numbers, List.of(Batch.of(2, new float[2]).targets(new float[] {0, 0, 0, Float.NaN})
                        .weights(new float[2]))).iterator().next());
        refused("at batch 0, row 0: the weight is -1.0, and a weight is a number of at least 0",
                () -> BatchStream.of(numbers, List.of(Batch.of(1, new float[1]).targets(new float[2]).weights(new float[] {-1})))
                        .iterator().next());
        refused("at batch 0: the batch has no weights, which the schema promises",
                () -> BatchStream.of(numbers, List.of(Batch.of(1, new float[1]).targets(new float[2]))).iterator().next());
        refused("there should be 5 rows, and the data ended after 4 rows. Give the right count, or none: then rows are counted",
                () -> BatchStream.of(SCHEMA, List.of(GOOD, GOOD)).count(5).forEach(batch -> {}));
        refused("the iterable of batches gave null, not an iterator", () -> BatchStream.of(SCHEMA, () -> null).iterator());
    }

    private static void bad(String message, Batch batch) {
        refused(message, () -> BatchStream.of(SCHEMA, List.of(GOOD, batch)).forEach(each -> {}));
    }

    private static final class Closeable implements Iterator<Batch>, AutoCloseable {
        private final AtomicInteger closed;
        private int left;

        Closeable(int batches, AtomicInteger closed) {
            this.left = batches;
            this.closed = closed;
        }

        @Override
        public boolean hasNext() {
            return left > 0;
        }

        @Override
        public Batch next() {
            left--;
            return GOOD;
        }

        @Override
        public void close() {
            closed.incrementAndGet();
        }
    }
}
