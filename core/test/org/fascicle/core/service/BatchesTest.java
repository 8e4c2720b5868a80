package org.fascicle.core.service;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

import org.fascicle.api.Fascicle;
import org.fascicle.api.data.Batch;
import org.fascicle.api.data.Batches;
import org.fascicle.api.data.Data;
import org.fascicle.api.data.Examples;
import org.fascicle.api.data.Row;
import org.fascicle.api.data.RowStream;
import org.fascicle.api.data.Scale;
import org.fascicle.api.data.Schema;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.model.Model;
import org.fascicle.api.model.Settings;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.training.History;
import org.fascicle.api.training.Training;
import org.fascicle.api.training.TrainingPlan;
import org.fascicle.core.archive.Archive;
import org.fascicle.core.training.Toys;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows that come batch by batch: cut, joined, counted, read again each epoch, closed. */
class BatchesTest {
    private static final int COUNT = 19;
    private static final int STEPS = 5;
    private static final Toys.PointRows ROWS = new Toys.PointRows(COUNT, 3, 3, 0);
    private static final String IN_ORDER = Fixture.REST.replace("'seed': 3", "'seed': 3, 'shuffle': false");

    private final Fixture.TestBackend backend = new Fixture.TestBackend("tests");
    private final Fascicle fascicle = Fixture.fascicle(backend);
    private int opened;
    private int closed;

    @TempDir
    Path folder;

    @AfterEach
    void allIsGivenBack() {
        assertEquals(0, backend.open());
        assertEquals(opened, closed, "iterators");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 4, 5, 7, 8, 19, 100})
    void batchesOfAnySizeTrainAsTheSameRowsDo(int size) {
        assertTrainsAlike(data(new Made(size, COUNT)), size + " rows each");
        assertEquals(2 + 3 + 1, opened, "two for the scaling, one an epoch, one for the evaluation");
    }

    @Test
    void batchesOfOddSizesTrainAsTheSameRowsDo() {
        assertTrainsAlike(data(new Made(0, COUNT)), "1, 2, 3, … rows");
    }

    @Test
    void rowsThatAreNotCountedAreCountedFirst() {
        Made unknown = new Made(4, -1);
        try (Model model = create(); Training training = fascicle.train(model, Data.of(unknown)).start()) {
            assertEquals(3, training.join().history().epochs());
            assertEquals(3 * STEPS, training.step());
        }
        assertEquals(1 + 3, opened);
        try (Model model = create(); Training training = fascicle.train(model, Data.of(new Made(4, COUNT))).start()) {
            training.join();
        }
        assertEquals(1 + 3 + 3, opened);
    }

    @Test
    void rowsOfAStreamTrainAsTheSameRowsDo() {
        RowStream stream = RowStream.of(Schema.of(Shape.of(3)).classes(3), () -> IntStream.range(0, COUNT).mapToObj(row -> {
            float[] features = new float[3];
            ROWS.features(row, features, 0);
            return Row.of(features).label(ROWS.label(row));
        }));
        assertTrainsAlike(data(stream.batches(6)), "a stream");
    }

    /** That rows in batches give the numbers of the same rows by index, to the bit. */
    private void assertTrainsAlike(Data batches, String what) {
        try (Model model = create(); Training training = fascicle.train(model, batches).start();
                Model same = create(); Training byIndex = fascicle.train(same, data(ROWS)).start()) {
            History history = training.join().history();
            assertEquals(byIndex.join().history().values(), history.values(), what);
            assertSame(tensors(byIndex), tensors(training), what);
            assertEquals(same.evaluate(ROWS).metrics(), model.evaluate(batches.training()).metrics(), what);
        }
    }

    @Test
    void aTrainingGoesOnWithinAnEpochToTheBit() {
        Data batches = data(new Made(3, COUNT));
        Map<String, double[]> whole;
        try (Model model = create(); Training training = fascicle.train(model, batches).start()) {
            training.join();
            whole = tensors(training);
        }
        Path file = folder.resolve("cut.fasc");
        for (int step : new int[] {1, 4, 5, 6, 13}) {
            try (Model model = create();
                    Training training = fascicle.train(model, batches).listener(Fixture.stopAt(step)).start()) {
                training.join();
                training.save(file);
            }
            TrainingPlan plan = fascicle.resume(file, batches, Settings.defaults());
            try (Model model = plan.model(); Training training = plan.start()) {
                training.join();
                assertSame(whole, tensors(training), "cut after step " + step);
            }
        }
    }

    @Test
    void iteratorsAreClosedHoweverItEnds() {
        Data batches = data(new Made(3, COUNT));
        try (Model model = create(); Training training = fascicle.train(model, batches).listener(Fixture.stopAt(2)).start()) {
            training.join();
        }
        try (Model model = create(); Training training = fascicle.train(model, batches).listener(Fixture.each(progress -> {
            throw new IllegalStateException("a fault of the listener");
        })).start()) {
            assertThrows(RuntimeException.class, training::join);
        }
        CompletableFuture<Training> running = new CompletableFuture<>();
        try (Model model = create(); Training training = fascicle.train(model, batches)
                .listener(Fixture.each(progress -> running.join().cancel())).start()) {
            running.complete(training);
            assertThrows(CancellationException.class, training::join);
        }
        try (Model model = create()) {
            assertThrows(InputException.class, () -> model.evaluate(new Made(3, COUNT) {
                @Override
                Batch changed(Batch batch, int from) {
                    throw new InputException("the disk is gone");
                }
            }));
        }
    }

    @Test
    void moreOrFewerRowsThanAnEpochHasAreRefused() {
        String remedy = ". Each iterator must give as many rows as the first, or as they say";
        failed("the data ended after 19 rows, and an epoch has 20" + remedy, new Made(4, COUNT + 1));
        failed("the data go on after the 16 rows of an epoch" + remedy, new Made(4, COUNT - 3));
        failed("the data go on after the 18 rows of an epoch" + remedy, new Made(4, COUNT - 1));
        failed("there are no rows to train on", new Made(4, 0));
    }

    @Test
    void aBatchThatIsNotWhatItShouldBeIsNamedByItsRow() {
        failed("the data's batch from row 12 on has no labels for the output 'output'",
                changing(12, batch -> Batch.of(4, new float[12])));
        failed("the data's batch from row 0 on has no features of the input 'input'",
                changing(0, batch -> Batch.of(4).labels(new int[4])));
        failed("the data's batch from row 4 on has 11 numbers, and 4 rows need 12",
                changing(4, batch -> Batch.of(4, new float[11]).labels(new int[4])));
        failed("the data's batch from row 4 on has 3 labels, and 4 rows need 4",
                changing(4, batch -> Batch.of(4, new float[12]).labels(new int[3])));
        failed("the data's row 13 has the label 3, and labels go from 0 to 2",
                changing(12, batch -> Batch.of(4, new float[12]).labels(new int[] {0, 3, 0, 0})));
        failed("the data's batch from row 8 on is null", changing(8, batch -> null));
        failed("the data's batch from row 8 on is null", new Made(4, -1) {
            @Override
            Batch changed(Batch batch, int from) {
                return from == 8 ? null : batch;
            }
        });
        failed("a batch has at least 1 row, not 0", changing(8, batch -> Batch.of(0)));
    }

    private void failed(String message, Batches batches) {
        try (Model model = create()) {
            InputException e = assertThrows(InputException.class, () -> {
                try (Training training = fascicle.train(model, Data.of(batches)).start()) {
                    training.join();
                }
            });
            assertEquals(message, e.getMessage());
        }
    }

    private Made changing(int row, UnaryOperator<Batch> change) {
        return new Made(4, COUNT) {
            @Override
            Batch changed(Batch batch, int from) {
                return from == row ? change.apply(batch) : batch;
            }
        };
    }

    private Model create() {
        return fascicle.create(Fixture.undescribed("'input': [3]", Fixture.LAYERS, IN_ORDER), Settings.defaults());
    }

    private static Data data(Examples training) {
        return Data.of(training).validation(new Toys.PointRows(5, 3, 3, 0)).scaled(Scale.STANDARD);
    }

    private Map<String, double[]> tensors(Training training) {
        Path file = folder.resolve("kept.fasc");
        training.save(file);
        Archive archive = Archive.read(file);
        Map<String, double[]> tensors = new TreeMap<>();
        archive.weights().forEach((path, tensor) -> tensors.put(path, tensor.reals()));
        archive.training().forEach((path, tensor) -> tensors.put(path, tensor.reals()));
        return tensors;
    }

    private static void assertSame(Map<String, double[]> expected, Map<String, double[]> actual, String what) {
        assertEquals(expected.keySet(), actual.keySet());
        expected.forEach((path, values) -> assertArrayEquals(values, actual.get(path), what + ": " + path));
    }

    /** The rows in batches, with arrays that are used again; iterators know whether they are closed. */
    private class Made implements Batches {
        private final int size;
        private final long count;

        /**
         * Batches.
         *
         * @param size of all but the last; 0 for sizes that grow
         * @param count how many rows they say that there are
         */
        Made(int size, long count) {
            this.size = size;
            this.count = count;
        }

        /** The batch that is given in place of one that begins with a row. */
        Batch changed(Batch batch, int from) {
            return batch;
        }

        @Override
        public Shape shape() {
            return ROWS.shape();
        }

        @Override
        public int classes() {
            return 3;
        }

        @Override
        public long count() {
            return count;
        }

        @Override
        public Iterator<Batch> iterator() {
            opened++;
            return new Pass();
        }

        private final class Pass implements Iterator<Batch>, AutoCloseable {
            private final float[] features = new float[COUNT * 3];
            private final int[] labels = new int[COUNT];
            private final List<Integer> sizes = new ArrayList<>();
            private int at;
            private boolean over;

            @Override
            public boolean hasNext() {
                return at < COUNT;
            }

            @Override
            public Batch next() {
                int from = at;
                int rows = Math.min(size > 0 ? size : sizes.size() + 1, COUNT - at);
                for (int row = 0; row < rows; row++) {
                    ROWS.features(at + row, features, row * 3);
                    labels[row] = ROWS.label(at + row);
                }
                sizes.add(rows);
                at += rows;
                return changed(Batch.of(rows, features).labels(labels), from);
            }

            @Override
            public void close() {
                closed += over ? 0 : 1;
                over = true;
            }
        }
    }
}
