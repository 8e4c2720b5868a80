package org.fascicle.core.service;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

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
import org.fascicle.api.training.DefinitionChange;
import org.fascicle.api.training.Progress;
import org.fascicle.api.training.Training;
import org.fascicle.api.training.TrainingListener;
import org.fascicle.api.training.TrainingPlan;
import org.fascicle.api.training.TrainingResult;
import org.fascicle.core.archive.Archive;
import org.fascicle.core.training.Toys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The definition of a training is changed while it runs. */
@Timeout(60)
class ChangedTrainingTest {
    private static final String KERNEL = "linear/kernel";
    private static final String DESCENT = Fixture.REST.replace("{'heavy_ball': {'learning_rate': {'falling': {}}}}",
            "{'descent': {'learning_rate': 0.1}}");
    /** In the middle of the second of three epochs of four steps. */
    private static final int MOMENT = 6;
    private static final int STEPS = 12;

    private final Fixture.TestBackend backend = new Fixture.TestBackend("tests");
    private final Fascicle fascicle = Fixture.fascicle(backend);
    private final List<DefinitionChange> changes = new ArrayList<>();

    @TempDir
    Path folder;

    /** A training, and what is done to it. */
    private class Course implements TrainingListener {
        final CompletableFuture<Training> training = new CompletableFuture<>();
        final Map<Long, Consumer<Training>> acts = new TreeMap<>();
        final List<Double> rates = new ArrayList<>();
        final List<double[]> kernels = new ArrayList<>();

        Course at(long step, Consumer<Training> act) {
            acts.put(step, act);
            return this;
        }

        @Override
        public void stepped(Progress progress) {
            rates.add(progress.learningRate());
            kernels.add(training.join().model().tensor(KERNEL));
            acts.getOrDefault(progress.step(), nothing -> {}).accept(training.join());
        }

        @Override
        public void changed(DefinitionChange change) {
            changes.add(change);
        }

        /** All that is kept when it has ended. */
        Map<String, double[]> run(String rest) {
            try (Model model = fascicle.create(Fixture.definition(Fixture.LAYERS, rest), Settings.defaults())) {
                return run(model, fascicle.train(model).listener(this).start());
            }
        }

        Map<String, double[]> run(Model model, Training started) {
            try (started) {
                training.complete(started);
                assertEquals(TrainingResult.End.COMPLETED, started.join().end());
                return tensors(started, folder.resolve("end.fasc"));
            }
        }
    }

    private static Map<String, double[]> tensors(Training training, Path file) {
        training.save(file);
        Archive archive = Archive.read(file);
        Map<String, double[]> tensors = new TreeMap<>();
        archive.weights().forEach((path, tensor) -> tensors.put(path, tensor.reals()));
        archive.training().forEach((path, tensor) -> tensors.put(path, tensor.reals()));
        archive.history()
                .forEach((name, values) -> tensors.put("history " + name, values.stream().mapToDouble(v -> v).toArray()));
        return tensors;
    }

    private Map<String, double[]> resumed(Path file) {
        TrainingPlan plan = fascicle.resume(file, Settings.defaults());
        try (Model model = plan.model()) {
            return new Course().run(model, plan.start());
        }
    }

    private static void assertSame(Map<String, double[]> expected, Map<String, double[]> actual) {
        assertEquals(expected.keySet(), actual.keySet());
        expected.forEach((path, values) -> assertArrayEquals(values, actual.get(path), path));
    }

    private static InputException refused(Training training, String path, String json) {
        return assertThrows(InputException.class, () -> training.change(path, json), path);
    }

    @Test
    void aRateOfZeroFreezesWhatIsTrained() {
        Course course = new Course().at(MOMENT, training -> training.change("optimizer.learning_rate", "0"));
        Map<String, double[]> end = course.run(DESCENT);
        assertFalse(Arrays.equals(course.kernels.get(0), course.kernels.get(MOMENT - 1)));
        for (int step = MOMENT; step < STEPS; step++) {
            assertArrayEquals(course.kernels.get(MOMENT - 1), course.kernels.get(step), "step " + step);
        }
        assertEquals(0.1, course.rates.get(MOMENT - 1));
        assertEquals(0.0, course.rates.get(MOMENT));
        assertArrayEquals(new double[] {0.1, 0, 0}, end.get("history learning_rate"));
        assertEquals(List.of("after step 6: optimizer.learning_rate=0"), changes.stream().map(Object::toString).toList());
        assertEquals(0, backend.open());
    }

    @Test
    void theSameValueGoesOnToTheBit() {
        Map<String, double[]> expected = new Course().run(Fixture.REST);
        Map<String, double[]> end = new Course().at(1, training -> training.change("optimizer.momentum", "0.9"))
                .at(8, training -> {
                    training.change("optimizer.heavy_ball.momentum", "0.9");
                    training.change("optimizer", "{\"heavy_ball\": {\"learning_rate\": \"falling\"}}");
                }).run(Fixture.REST);
        assertSame(expected, end);
        assertEquals(List.of(1L, 8L, 8L), changes.stream().map(DefinitionChange::step).toList());
        assertTrue(changes.stream().allMatch(change -> change.begunAnew().isEmpty() && change.dropped().isEmpty()));
        assertEquals(0, backend.open());
    }

    @Test
    void anotherThreadChangesItAtTheNextBoundary() throws Exception {
        CompletableFuture<Throwable> failed = new CompletableFuture<>();
        Course course = new Course().at(MOMENT, training -> {
            Thread other = new Thread(() -> {
                try {
                    training.change("optimizer.learning_rate", "0");
                    failed.complete(null);
                } catch (Throwable e) {
                    failed.complete(e);
                }
            });
            other.start();
            while (other.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
        });
        course.run(DESCENT);
        assertEquals(null, failed.get());
        assertEquals(MOMENT, changes.get(0).step());
        assertArrayEquals(course.kernels.get(MOMENT - 1), course.kernels.get(STEPS - 1));
    }

    @Test
    void savedAndResumedItGoesOnToTheBit() {
        Path file = folder.resolve("changed.fasc");
        Path later = folder.resolve("later.fasc");
        Consumer<Training> other = training -> {
            training.change("optimizer", "{\"descent\": {\"learning_rate\": \"falling\"}}");
            training.change("updates", "[\"counting\", {\"louder\": {\"factor\": 2}}]");
            training.change("training.epochs", "4");
            training.save(file);
        };
        Map<String, double[]> end =
                new Course().at(MOMENT, other).at(8, training -> training.save(later)).run(Fixture.REST);
        assertEquals(4, end.get("history loss").length);
        assertSame(end, resumed(file));
        assertSame(end, resumed(later));
        assertEquals((Object) (long) MOMENT, Archive.read(later).extra().get("updates_from"));
    }

    @Test
    void slotsOfAnotherOptimizerBeginAnew() {
        Map<String, double[]> end = new Course()
                .at(MOMENT, training -> training.change("optimizer", "descent"))
                .at(STEPS - 1, training -> training.change("optimizer", "heavy_ball")).run(Fixture.REST);
        assertEquals(List.of("optimizer/count", "optimizer/linear/bias/velocity", "optimizer/linear/kernel/velocity",
                "optimizer/linear_1/bias/velocity", "optimizer/linear_1/kernel/velocity"), changes.get(0).dropped());
        assertEquals(changes.get(0).dropped(), changes.get(1).begunAnew());
        assertArrayEquals(new double[] {2}, end.get("optimizer/count"));
    }

    @Test
    void whatStandsAroundTheOptimizerChangesAndLeavesItsSlots() {
        Course course = new Course().at(MOMENT, training -> training.change("updates", "[{\"sums\": {\"steps\": 2}}]"))
                .at(STEPS - 2, training -> training.change("updates", "[]"));
        Map<String, double[]> end = course.run(Fixture.REST);
        assertTrue(changes.get(0).begunAnew().stream().allMatch(path -> path.endsWith("/gradient_accumulator")),
                changes.get(0).toString());
        assertEquals(changes.get(0).begunAnew(), changes.get(1).dropped());
        assertArrayEquals(course.kernels.get(MOMENT - 1), course.kernels.get(MOMENT), "the first of two");
        assertArrayEquals(new double[] {1 + MOMENT + 2 + 2}, end.get("optimizer/count"));
    }

    @Test
    void whatIsRefusedLeavesItAsItWas() {
        Map<String, double[]> expected = new Course().run(Fixture.REST);
        Map<String, double[]> end = new Course().at(MOMENT, training -> {
            long open = backend.open();
            InputException layer = refused(training, "network.0.linear.units", "5");
            assertEquals("/network/0/linear/units", layer.pointer());
            assertEquals("this cannot be changed while the training runs", layer.problem());
            assertEquals("/training/batch_size", refused(training, "training.batch_size", "2").pointer());
            assertTrue(refused(training, "training.epoch", "2").remedy().startsWith("Did you mean 'training.epochs'?"));
            InputException unknown = refused(training, "optimiser", "descent");
            assertEquals("a definition has no 'optimiser'", unknown.problem());
            assertTrue(unknown.remedy().startsWith("Did you mean 'optimizer'?"), unknown.remedy());
            InputException optimizer = refused(training, "optimizer", "heavy_bal");
            assertEquals("/optimizer", optimizer.pointer());
            assertTrue(optimizer.getMessage().startsWith("model.json with optimizer=heavy_bal: "), optimizer.getMessage());
            assertTrue(optimizer.remedy().contains("heavy_ball"), optimizer.remedy());
            assertTrue(refused(training, "optimizer.learning_rat", "1").remedy().contains("learning_rate"));
            assertEquals("/optimizer/heavy_ball/learning_rate", refused(training, "optimizer.learning_rate", "-1").pointer());
            assertEquals("/training/epochs", refused(training, "training.epochs", "1").pointer());
            refused(training, "optimizer..", "1");
            refused(training, "", "1");
            refused(training, null, "1");
            refused(training, "optimizer", null);
            backend.refuse(graph -> graph.guard().isPresent());
            assertThrows(StateException.class, () -> training.change("optimizer.learning_rate", "0"));
            backend.refuse(graph -> false);
            assertEquals(open, backend.open());
        }).run(Fixture.REST);
        assertSame(expected, end);
        assertEquals(List.of(), changes);
    }

    @Test
    void patienceIsChangedToo() {
        String rest = DESCENT.replace("'seed': 3", "'seed': 3, 'early_stopping': {'monitor': 'loss', 'min_delta': 1e9}");
        try (Model model = fascicle.create(Fixture.definition(Fixture.LAYERS, rest), Settings.defaults())) {
            Course course = new Course().at(1, training -> training.change("training.early_stopping.patience", "2"));
            try (Training training = fascicle.train(model).epochs(9).listener(course).start()) {
                course.training.complete(training);
                assertEquals(TrainingResult.End.EARLY_STOPPED, training.join().end());
                assertEquals(3, training.history().epochs());
            }
        }
    }

    @Test
    void epochsAreAddedAtTheEndAndTakenAway() {
        Map<String, double[]> longer = new Course().at(STEPS, training -> training.change("training.epochs", "5")).run(DESCENT);
        assertSame(new Course().run(DESCENT.replace("'epochs': 3", "'epochs': 5")), longer);
        Map<String, double[]> shorter = new Course().at(MOMENT, training -> training.change("training.epochs", "2")).run(DESCENT);
        assertSame(new Course().run(DESCENT.replace("'epochs': 3", "'epochs': 2")), shorter);
    }

    @Test
    void listenersChangeItBetweenStepsAndNotWithin() {
        List<String> said = new ArrayList<>();
        Course course = new Course() {
            @Override
            public void started(Progress progress) {
                training.join().change("optimizer.learning_rate", "0.2");
                said.add("started " + progress.step());
            }

            @Override
            public void changed(DefinitionChange change) {
                super.changed(change);
                if (change.step() == 0 && change.json().equals("0.2")) {
                    training.join().change("optimizer.learning_rate", "0.3");
                    training.join().save(folder.resolve("begun.fasc"));
                }
            }

            @Override
            public void epochEnded(Progress progress) {
                if (progress.epoch() == 2) {
                    training.join().change("optimizer.learning_rate", "0.4");
                }
                said.add(progress.epoch() + " " + progress.metrics().keySet());
            }
        };
        course.run(DESCENT);
        assertEquals(
                List.of("started 0", "1 [loss, accuracy, val_loss, val_accuracy]", "2 [loss, accuracy, val_loss, val_accuracy]",
                        "3 [loss, accuracy, val_loss, val_accuracy]"),
                said);
        assertEquals(List.of(0.3, 0.3, 0.4), List.of(course.rates.get(0), course.rates.get(7), course.rates.get(8)));
        assertEquals(STEPS, course.rates.size());
        assertEquals(0, backend.open());
    }

    @Test
    void rowsDoNotChangeTheStepThatTheyAreReadFor() {
        List<String> problems = new ArrayList<>();
        Course course = new Course();
        Toys.PointRows rows = new Toys.PointRows(4, 3, 3, 0);
        Iterable<Batch> batches = () -> {
            Training training = course.training.getNow(null);
            if (training != null && training.step() == 1) {
                problems.add(assertThrows(StateException.class, () -> training.change("optimizer", "descent")).getMessage());
            }
            return List.of(EpochEndTest.batch(rows)).iterator();
        };
        Data data = Data.of(BatchStream.of(Schema.of(Shape.of(3)).classes(3), batches));
        try (Model model = fascicle.create(Fixture.definition(Fixture.LAYERS, DESCENT), Settings.defaults())) {
            course.run(model, fascicle.train(model, data).listener(course).start());
        }
        assertEquals(
                List.of("the training cannot be changed within a step: change it when the step has been made, or from another"
                        + " thread"),
                problems);
        assertEquals(List.of(), changes);
    }

    @Test
    void whatHasEndedIsNotChanged() {
        try (Model model = fascicle.create(Fixture.definition(Fixture.LAYERS, DESCENT), Settings.defaults())) {
            Training training = fascicle.train(model).start();
            training.join();
            double[] kernel = model.tensor(KERNEL);
            assertEquals("the training has ended: save it, and resume it with another definition",
                    assertThrows(StateException.class, () -> training.change("optimizer.learning_rate", "0")).getMessage());
            assertArrayEquals(kernel, model.tensor(KERNEL));
            training.close();
            assertEquals("the training is closed",
                    assertThrows(StateException.class, () -> training.change("optimizer", "descent")).getMessage());
        }
        assertEquals(0, backend.open());
    }
}
