package org.fascicle.core.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

import org.fascicle.api.Fascicle;
import org.fascicle.api.data.Batch;
import org.fascicle.api.data.BatchStream;
import org.fascicle.api.data.Data;
import org.fascicle.api.data.Schema;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.model.Model;
import org.fascicle.api.model.Settings;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.problem.StateException;
import org.fascicle.api.training.History;
import org.fascicle.api.training.Progress;
import org.fascicle.api.training.Training;
import org.fascicle.api.training.TrainingListener;
import org.fascicle.api.training.TrainingPlan;
import org.fascicle.core.training.Toys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An epoch whose end fails has its line in the history all the same, once the training goes on. */
class EpochEndTest {
    private static final int STEPS = 4;

    private final Fixture.TestBackend backend = new Fixture.TestBackend("tests");
    private final Fascicle fascicle = Fixture.fascicle(backend);

    @TempDir
    Path folder;

    @Test
    void aListenerThatFailsAfterTheLastStepOfAnEpochCostsNoLine() {
        for (int epoch = 1; epoch <= 3; epoch++) {
            long last = epoch * STEPS;
            assertGoesOn(data(() -> {}), Fixture.each(progress -> {
                if (progress.step() == last) {
                    throw new IllegalArgumentException("a fault of the listener");
                }
            }), epoch, "the listener org.fascicle.core.service.Fixture$1 failed, so training has ended: "
                    + "java.lang.IllegalArgumentException: a fault of the listener");
        }
    }

    @Test
    void rowsToWatchThatFailCostNoLine() {
        AtomicBoolean sound = new AtomicBoolean();
        Data failing = data(() -> {
            if (!sound.get()) {
                throw new InputException("the disk is gone");
            }
        });
        Path file = folder.resolve("failed.fasc");
        try (Model model = create(); Training training = fascicle.train(model, failing).start()) {
            assertEquals("the disk is gone", assertThrows(InputException.class, training::join).getMessage());
            assertEquals(STEPS, training.step());
            assertEquals(0, training.history().epochs());
            training.save(file);
        }
        sound.set(true);
        assertEqualToUncut(file, failing, 1);
    }

    @Test
    void aListenerThatFailsAtTheEndOfAnEpochFindsItsLineThere() {
        Path file = folder.resolve("failed.fasc");
        TrainingListener failing = new TrainingListener() {
            @Override
            public void epochEnded(Progress progress) {
                throw new StateException("enough");
            }
        };
        try (Model model = create(); Training training = fascicle.train(model, data(() -> {})).listener(failing).start()) {
            assertEquals("enough", assertThrows(StateException.class, training::join).getMessage());
            assertEquals(1, training.history().epochs());
            training.save(file);
        }
        List<Integer> ended = new ArrayList<>();
        resume(file, data(() -> {}), ended);
        assertEquals(List.of(2, 3), ended);
    }

    @Test
    void rowsToWatchCannotSaveTheTrainingThatEvaluatesThem() {
        CompletableFuture<Training> running = new CompletableFuture<>();
        Data saving = data(() -> running.join().save(folder.resolve("never.fasc")));
        try (Model model = create(); Training training = fascicle.train(model, saving).start()) {
            running.complete(training);
            assertEquals("the rows that watch a training cannot save it while they are evaluated",
                    assertThrows(StateException.class, training::join).getMessage());
            assertFalse(Files.exists(folder.resolve("never.fasc")));
        }
    }

    private void assertGoesOn(Data data, TrainingListener failing, int epoch, String problem) {
        Path file = folder.resolve("failed.fasc");
        try (Model model = create(); Training training = fascicle.train(model, data).listener(failing).start()) {
            assertEquals(problem, assertThrows(StateException.class, training::join).getMessage());
            assertEquals(epoch * STEPS, training.step());
            assertEquals(epoch - 1, training.history().epochs());
            training.save(file);
        }
        assertEqualToUncut(file, data, epoch);
    }

    /** That a training goes on from the end of an epoch with that epoch's line, and then as if nothing had happened. */
    private void assertEqualToUncut(Path file, Data data, int epoch) {
        List<Integer> ended = new ArrayList<>();
        History resumed = resume(file, data, ended);
        try (Model model = create(); Training training = fascicle.train(model, data).start()) {
            assertEquals(training.join().history().values(), resumed.values());
        }
        assertEquals(3, resumed.epochs());
        assertEquals(List.of(1, 2, 3).subList(epoch - 1, 3), ended);
        assertEquals(0, backend.open());
    }

    private History resume(Path file, Data data, List<Integer> ended) {
        TrainingPlan plan = fascicle.resume(file, data, Settings.defaults()).listener(new TrainingListener() {
            @Override
            public void epochEnded(Progress progress) {
                ended.add(progress.epoch());
            }
        });
        try (Model model = plan.model(); Training training = plan.start()) {
            return training.join().history();
        }
    }

    private Model create() {
        return fascicle.create(Fixture.definition(Fixture.LAYERS, Fixture.REST), Settings.defaults());
    }

    /** Rows to train on, and rows to watch that do something before they are read. */
    private static Data data(Runnable before) {
        Toys.PointRows rows = new Toys.PointRows(5, 3, 3, 0);
        Iterable<Batch> batches = () -> {
            before.run();
            return List.of(batch(rows)).iterator();
        };
        return Data.of(new Toys.PointRows(15, 3, 3, 0)).validation(BatchStream.of(Schema.of(Shape.of(3)).classes(3), batches));
    }

    static Batch batch(Toys.PointRows rows) {
        float[] features = new float[rows.count() * 3];
        int[] labels = new int[rows.count()];
        for (int row = 0; row < rows.count(); row++) {
            rows.features(row, features, row * 3);
            labels[row] = rows.label(row);
        }
        return Batch.of(rows.count(), features).labels(labels);
    }
}
