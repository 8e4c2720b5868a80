package org.fascicle.core.service;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import org.fascicle.api.backend.Backend;
import org.fascicle.api.data.Batch;
import org.fascicle.api.data.BatchStream;
import org.fascicle.api.data.Data;
import org.fascicle.api.data.Schema;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.model.Model;
import org.fascicle.api.model.Settings;
import org.fascicle.api.problem.StateException;
import org.fascicle.api.training.Progress;
import org.fascicle.api.training.Checkpoints;
import org.fascicle.api.training.Training;
import org.fascicle.api.training.TrainingListener;
import org.fascicle.api.training.TrainingPlan;
import org.fascicle.api.training.TrainingResult;
import org.fascicle.core.archive.Archive;
import org.fascicle.core.training.Toys;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A backend that is stopped while it is in use: models and trainings go on with what comes after it. */
@Timeout(120)
class StoppedBackendTest {
    private final Map<String, Backend> installed = new ConcurrentHashMap<>();
    private Backends backends;

    private static final int FIRST = 1;
    private static final int OTHER = 0;
    private static final long AT_ONCE = 0;
    private static final long NEVER = Long.MAX_VALUE;
    private static final Settings NAMED = Settings.defaults().backend("tests");

    private final Fixture.TestBackend backend = new Fixture.TestBackend("tests");
    private final Fixture.TestBackend again = new Fixture.TestBackend("tests");
    private final Fixture.TestBackend other = new Fixture.TestBackend("other");

    @TempDir
    Path folder;

    @AfterEach
    void allMemoryIsGivenBack() {
        assertEquals(0, backend.open() + again.open() + other.open());
    }

    @Test
    void aTrainingWaitsForItsBackendAndGoesOnToTheBit() {
        FascicleComponent fascicle = service(NEVER);
        List<Long> steps = new ArrayList<>();
        AtomicInteger begun = new AtomicInteger();
        TrainingListener counting = new TrainingListener() {
            @Override
            public void started(Progress progress) {
                begun.incrementAndGet();
            }

            @Override
            public void stepped(Progress progress) {
                steps.add(progress.step());
            }
        };
        try (Model model = create(fascicle, NAMED);
                Training training = fascicle.train(model).listener(counting).listener(stopping(fascicle, 6)).start()) {
            assertWaits(training, 6);
            assertEquals("the training cannot be changed: it waits for what has left. Change it when it goes on",
                    assertThrows(StateException.class, () -> training.change("optimizer.learning_rate", "0")).getMessage());
            add(FIRST, again);
            assertEquals(TrainingResult.End.COMPLETED, training.join().end());
            assertEqualToUncut(training);
            assertArrayEquals(model.tensor("linear/kernel"), tensors(training).get("linear/kernel"));
            assertEquals(2, model.predict(Fixture.features(2), 2).length / 3);
        }
        assertEquals(1, begun.get());
        assertEquals(List.of(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L, 11L, 12L), steps);
    }

    @Test
    void aTrainingGoesOnWithAnotherBackendIfNoneWasAskedFor() {
        FascicleComponent fascicle = service(AT_ONCE);
        add(OTHER, other);
        try (Model model = create(fascicle, Settings.defaults());
                Training training = fascicle.train(model).listener(stopping(fascicle, 6)).start()) {
            assertEquals(TrainingResult.End.COMPLETED, training.join().end());
            assertEquals("other", model.backend());
            assertEqualToUncut(training);
        }
    }

    @Test
    void aTrainingOnABackendThatWasAskedForTakesNoOther() {
        FascicleComponent fascicle = service(AT_ONCE);
        add(OTHER, other);
        try (Model model = create(fascicle, NAMED); Training training =
                fascicle.train(model).waitForTechniques(true).listener(stopping(fascicle, 5)).start()) {
            assertWaits(training, 5);
            training.stop();
            assertEquals(TrainingResult.End.STOPPED, training.join().end());
            assertEquals("tests", model.backend());
        }
    }

    @Test
    void aTrainingWhoseBackendDoesNotComeBackEndsWithAllThatItHasLearned() {
        FascicleComponent fascicle = service(AT_ONCE);
        Path checkpoints = folder.resolve("run");
        try (Model model = create(fascicle, NAMED); Training training = fascicle.train(model)
                .checkpoints(Checkpoints.in(checkpoints)).listener(stopping(fascicle, 6)).start()) {
            TrainingResult result = training.join();
            assertEquals(TrainingResult.End.BACKEND_MISSING, result.end());
            assertEquals("The backend 'tests' has left. Start or install that again.", result.reason().get());
            assertEquals(1, result.history().epochs());
            assertEquals(6, Archive.read(checkpoints.resolve("last.fasc")).step());
        }
        add(FIRST, again);
        TrainingPlan plan = fascicle.resume(checkpoints, NAMED);
        try (Model model = plan.model(); Training training = plan.start()) {
            assertEquals(TrainingResult.End.COMPLETED, training.join().end());
            assertEqualToUncut(training);
        }
    }

    @Test
    void whatUsesABackendIsKnown() {
        FascicleComponent fascicle = service(NEVER);
        assertEquals(List.of(), backends.of(backend));
        try (Model model = create(fascicle, NAMED)) {
            assertEquals(List.of("the model model.json is open on it"), backends.of(backend));
            assertEquals(List.of(), backends.of(other));
            List<String> meanwhile = new ArrayList<>();
            try (Training training = fascicle.train(model)
                    .listener(Fixture.each(progress -> meanwhile.addAll(backends.of(backend)))).start()) {
                training.join();
                assertEquals(List.of("the model model.json is open on it"), backends.of(backend));
            }
            assertEquals(Collections.nCopies(12, "the training of model.json runs on it"), meanwhile);
        }
        assertEquals(List.of(), backends.of(backend));
    }

    @Test
    void aTrainingThatWaitsHasWrittenItsCheckpoint() {
        FascicleComponent fascicle = service(NEVER);
        Path checkpoints = folder.resolve("run");
        try (Model model = create(fascicle, NAMED); Training training = fascicle.train(model)
                .checkpoints(Checkpoints.in(checkpoints)).listener(stopping(fascicle, 6)).start()) {
            assertWaits(training, 6);
            assertEquals(6, Archive.read(checkpoints.resolve("last.fasc")).step());
        }
    }

    @Test
    void aTrainingThatIsStoppedWhileItWaitsCanBeSavedAndResumed() {
        FascicleComponent fascicle = service(NEVER);
        Path file = folder.resolve("stopped.fasc");
        try (Model model = create(fascicle, NAMED);
                Training training = fascicle.train(model).listener(stopping(fascicle, 6)).start()) {
            assertWaits(training, 6);
            training.stop();
            TrainingResult result = training.join();
            assertEquals(TrainingResult.End.STOPPED, result.end());
            assertEquals(1, result.history().epochs());
            training.save(file);
            double[] kernel = model.tensor("linear/kernel");
            training.close();
            assertArrayEquals(kernel, model.tensor("linear/kernel"), "the training was closed, and its backend is gone");
            assertArrayEquals(kernel, Archive.read(file).weights().get("linear/kernel").reals());
        }
        add(FIRST, again);
        TrainingPlan plan = fascicle.resume(file, NAMED);
        try (Model model = plan.model(); Training training = plan.start()) {
            training.join();
            assertEqualToUncut(training);
        }
    }

    @Test
    void aTrainingThatIsCancelledWhileItWaitsEnds() {
        FascicleComponent fascicle = service(NEVER);
        try (Model model = create(fascicle, NAMED);
                Training training = fascicle.train(model).listener(stopping(fascicle, 6)).start()) {
            assertWaits(training, 6);
            training.cancel();
            assertThrows(CancellationException.class, training::join);
            assertEquals(6, training.step());
        }
    }

    @Test
    void anEpochThatEndsOnABackendThatHasGoneHasItsLine() {
        FascicleComponent fascicle = service(AT_ONCE);
        add(OTHER, other);
        List<Integer> ended = new ArrayList<>();
        TrainingListener listener = new TrainingListener() {
            @Override
            public void epochEnded(Progress progress) {
                ended.add(progress.epoch());
            }
        };
        Runnable[] stop = {() -> stop(fascicle)};
        Data watched = watched(() -> stop[0].run());
        try (Model model = create(fascicle, Settings.defaults());
                Training training = fascicle.train(model, watched).listener(listener).start()) {
            TrainingResult result = training.join();
            assertEquals(List.of(1, 2, 3), ended);
            stop[0] = () -> {};
            FascicleComponent uncut = Fixture.fascicle(new Fixture.TestBackend("tests"));
            try (Model whole = create(uncut, Settings.defaults()); Training same = uncut.train(whole, watched).start()) {
                assertEquals(same.join().history().values(), result.history().values());
            }
        }
    }

    @Test
    void aListenerThatNoticesFirstDoesNotEndTheTraining() {
        FascicleComponent fascicle = service(AT_ONCE);
        add(OTHER, other);
        List<String> backends = Collections.synchronizedList(new ArrayList<>());
        try (Model model = create(fascicle, Settings.defaults());
                Training training = fascicle.train(model).listener(stopping(fascicle, 6)).listener(Fixture.each(progress -> {
                    model.predict(Fixture.features(1), 1);
                    backends.add(model.backend());
                })).listener(Fixture.each(progress -> progress.metrics())).start()) {
            assertEquals(TrainingResult.End.COMPLETED, training.join().end());
            assertEqualToUncut(training);
        }
        assertEquals(5, Collections.frequency(backends, "tests"));
        assertEquals(6, Collections.frequency(backends, "other"));
    }

    @Test
    void aModelThatOnlyPredictsMovesToWhatIsThere() {
        FascicleComponent fascicle = service(NEVER);
        Data rows = Data.of(new Toys.PointRows(7, 3, 3, 0));
        try (Model model = create(fascicle, Settings.defaults()); Model named = create(fascicle, NAMED)) {
            float[] before = model.predict(Fixture.features(3), 3);
            double loss = model.evaluate(rows.training()).metrics().get("loss");
            stop(fascicle);
            assertEquals("the backend cannot go on: the backend 'reference' has been stopped",
                    assertThrows(StateException.class, () -> model.predict(Fixture.features(3), 3)).getMessage());
            add(OTHER, other);
            assertEquals(loss, model.evaluate(rows.training()).metrics().get("loss"));
            assertEquals("other", model.backend());
            assertArrayEquals(before, model.predict(Fixture.features(3), 3));
            assertThrows(StateException.class, () -> named.predict(Fixture.features(3), 3));
            assertThrows(StateException.class, () -> named.tensor("linear/bias", new double[4]));
            add(FIRST, again);
            named.tensor("linear/bias", model.tensor("linear/bias"));
            assertArrayEquals(before, named.predict(Fixture.features(3), 3));
            assertEquals("other", model.backend(), "a backend that serves is kept");
        }
    }

    @Test
    void aTrainingThatEndedBeforeItsBackendDidStaysWhatItWas() {
        FascicleComponent fascicle = service(NEVER);
        Path file = folder.resolve("ended.fasc");
        try (Model model = create(fascicle, NAMED); Training training = fascicle.train(model).start()) {
            training.join();
            float[] before = model.predict(Fixture.features(3), 3);
            stop(fascicle);
            add(FIRST, again);
            assertArrayEquals(before, model.predict(Fixture.features(3), 3));
            assertEqualToUncut(training);
            training.save(file);
            training.close();
            assertArrayEquals(before, model.predict(Fixture.features(3), 3));
            assertEquals(0, backend.open());
        }
    }

    @Test
    void aNewTrainingBeginsOnWhatIsThere() {
        FascicleComponent fascicle = service(NEVER);
        try (Model model = create(fascicle, NAMED)) {
            stop(fascicle);
            assertThrows(StateException.class, () -> fascicle.train(model).start());
            assertThrows(StateException.class, () -> fascicle.train(model).summary());
            add(FIRST, again);
            try (Training training = fascicle.train(model).start()) {
                training.join();
                assertEqualToUncut(training);
            }
        }
    }

    private FascicleComponent service(long patience) {
        backends = new Backends(reference -> installed.get(reference.toString()), patience);
        FascicleComponent fascicle = new FascicleComponent(Fixture.context(), Toys.techniques(), backends);
        add(FIRST, backend);
        return fascicle;
    }

    private void stop(FascicleComponent fascicle) {
        backends.remove(Fixture.reference(FIRST));
        backend.stop();
    }

    /** Stops the backend after a step. */
    private TrainingListener stopping(FascicleComponent fascicle, long step) {
        return Fixture.each(progress -> {
            if (progress.step() == step) {
                stop(fascicle);
            }
        });
    }

    /** That a training waits after a step: it runs, makes none, and can be saved. */
    private void assertWaits(Training training, long step) {
        Path file = folder.resolve("waiting.fasc");
        do {
            training.save(file);
        } while (Archive.read(file).step() < step);
        // Between two of these it looks for a backend.
        training.save(file);
        assertEquals(step, Archive.read(file).step());
        assertEquals(step, training.step());
        assertTrue(training.isRunning());
    }

    private void assertEqualToUncut(Training training) {
        FascicleComponent fascicle = Fixture.fascicle(new Fixture.TestBackend("tests"));
        try (Model model = create(fascicle, NAMED); Training uncut = fascicle.train(model).start()) {
            assertEquals(uncut.join().history().values(), training.history().values());
            Map<String, double[]> expected = tensors(uncut);
            Map<String, double[]> actual = tensors(training);
            assertEquals(expected.keySet(), actual.keySet());
            expected.forEach((path, values) -> assertArrayEquals(values, actual.get(path), path));
        }
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

    private static Model create(FascicleComponent fascicle, Settings settings) {
        return fascicle.create(Fixture.definition(Fixture.LAYERS, Fixture.REST), settings);
    }

    /** Rows to train on, and rows to watch, before which something is done when they are read. */
    private static Data watched(Runnable before) {
        Iterable<Batch> batches = () -> {
            before.run();
            return List.of(Batch.of(2, Fixture.features(2)).labels(new int[] {0, 2})).iterator();
        };
        return Data.of(new Toys.PointRows(15, 3, 3, 0)).validation(BatchStream.of(Schema.of(Shape.of(3)).classes(3), batches));
    }

    private void add(int rank, Backend backend) {
        installed.put(String.valueOf(rank), backend);
        backends.add(Fixture.reference(rank));
    }
}
