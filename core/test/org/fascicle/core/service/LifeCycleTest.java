package org.fascicle.core.service;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

import org.fascicle.api.Fascicle;
import org.fascicle.api.data.Data;
import org.fascicle.api.data.Rows;
import org.fascicle.api.model.Definition;
import org.fascicle.api.model.Model;
import org.fascicle.api.model.Settings;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.problem.StateException;
import org.fascicle.api.training.Training;
import org.fascicle.api.training.TrainingPlan;
import org.fascicle.api.training.TrainingResult;
import org.fascicle.core.archive.Archive;
import org.fascicle.core.training.Toys;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Models and trainings that are stopped, closed, interrupted and saved, from any thread and at any moment. */
@Timeout(120)
class LifeCycleTest {
    private static final String ENDLESS = Fixture.REST.replace("'epochs': 3", "'epochs': 1000000");

    private final Fixture.TestBackend backend = new Fixture.TestBackend("tests");
    private final Fascicle fascicle = Fixture.fascicle(backend);

    @TempDir
    Path folder;

    @AfterEach
    void allMemoryIsGivenBack() {
        assertEquals(0, backend.open());
    }

    @Test
    void aTrainingIsStoppedByAnotherThreadAfterTheStepAtHand() {
        CountDownLatch stopped = new CountDownLatch(1);
        CompletableFuture<Long> stepped = new CompletableFuture<>();
        try (Model model = create(ENDLESS); Training training = fascicle.train(model).listener(Fixture.each(progress -> {
            stepped.complete(progress.step());
            await(stopped);
        })).start()) {
            assertEquals(1, stepped.join());
            assertTrue(training.isRunning());
            training.stop();
            stopped.countDown();
            assertEquals(TrainingResult.End.STOPPED, training.join().end());
            assertEquals(1, training.step());
            assertFalse(training.isRunning());
            assertEquals(TrainingResult.End.STOPPED, training.result().toCompletableFuture().join().end());
        }
    }

    @Test
    void aListenerThatThrowsEndsTheTrainingAndTheModelKeepsTheLastStep() {
        List<double[]> last = new ArrayList<>();
        try (Model model = create(ENDLESS); Training training = fascicle.train(model).listener(Fixture.each(progress -> {
            last.add(model.tensor("linear/kernel"));
            if (progress.step() == 3) {
                throw new AssertionError("a fault of the listener");
            }
        })).start()) {
            StateException failed = assertThrows(StateException.class, training::join);
            assertTrue(
                    failed.getMessage()
                            .endsWith(" failed, so training has ended: java.lang.AssertionError: a fault of the listener"),
                    failed.getMessage());
            CompletionException held =
                    assertThrows(CompletionException.class, () -> training.result().toCompletableFuture().join());
            assertEquals(failed, held.getCause());
            assertEquals(3, training.step());
            training.save(folder.resolve("failed.fasc"));
            assertArrayEquals(last.get(2), model.tensor("linear/kernel"));
            try (Training next = fascicle.train(model).epochs(1).start()) {
                assertEquals(TrainingResult.End.COMPLETED, next.join().end());
            }
        }
    }

    @Test
    void aThreadThatIsInterruptedWhileItWaitsStopsTheTrainingAndStaysInterrupted() throws Exception {
        CompletableFuture<Thread> waiting = new CompletableFuture<>();
        try (Model model = create(ENDLESS); Training training = fascicle.train(model).listener(Fixture.each(progress -> {
            if (progress.step() == 3) {
                waiting.join().interrupt();
            }
        })).start()) {
            CompletableFuture<TrainingResult> joined = new CompletableFuture<>();
            AtomicBoolean interrupted = new AtomicBoolean();
            Thread thread = new Thread(() -> {
                waiting.complete(Thread.currentThread());
                joined.complete(training.join());
                interrupted.set(Thread.currentThread().isInterrupted());
            });
            thread.start();
            thread.join();
            assertEquals(TrainingResult.End.STOPPED, joined.join().end());
            assertTrue(interrupted.get());
            assertTrue(training.step() >= 3);
        }
    }

    @Test
    void theTrainingsOwnThreadThatIsInterruptedStopsAfterTheStep() {
        try (Model model = create(ENDLESS);
                Training training =
                        fascicle.train(model).listener(Fixture.each(progress -> Thread.currentThread().interrupt())).start()) {
            assertEquals(TrainingResult.End.STOPPED, training.join().end());
            assertEquals(1, training.step());
        }
    }

    @Test
    void aListenerCanCancelButNeitherCloseNorWait() {
        List<String> refused = new ArrayList<>();
        CompletableFuture<Training> started = new CompletableFuture<>();
        try (Model model = create(ENDLESS); Training training = fascicle.train(model).listener(Fixture.each(progress -> {
            Training own = started.join();
            refused.add(assertThrows(StateException.class, own::close).getMessage());
            refused.add(assertThrows(StateException.class, own::join).getMessage());
            refused.add(assertThrows(StateException.class, model::close).getMessage());
            own.cancel();
        })).start()) {
            started.complete(training);
            assertThrows(CancellationException.class, training::join);
            assertEquals(List.of("what a training calls, a listener or data, cannot close it: cancel it, and close it afterwards",
                    "what a training calls, a listener or data, cannot wait for its end",
                    "what a training calls, a listener or data, cannot close it: cancel it, and close it afterwards"), refused);
            assertEquals(1, training.step());
        }
    }

    /** Closes a model, or its training, after some steps, while others predict, evaluate and save. */
    @Test
    void anyThreadMayCloseAtAnyMoment() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(5);
        try {
            for (int round = 0; round < 24; round++) {
                boolean whole = round % 2 == 0;
                CountDownLatch reached = new CountDownLatch(round / 2);
                Model model = create(ENDLESS);
                Rows rows = new Toys.PointRows(6, 3, 3, 0);
                Training training = fascicle.train(model).listener(Fixture.each(progress -> reached.countDown())).start();
                List<Callable<String>> uses = List.of(() -> until(() -> model.predict(Fixture.features(3), 3)),
                        () -> until(() -> model.evaluate(rows)),
                        () -> until(() -> training.save(folder.resolve("a.fasc"))),
                        () -> until(() -> model.save(folder.resolve("b.fasc"))),
                        () -> {
                            await(reached);
                            training.close();
                            if (!whole) {
                                training.close();
                            }
                            model.close();
                            model.close();
                            return "closed";
                        });
                List<Future<String>> ends = new ArrayList<>();
                uses.forEach(use -> ends.add(threads.submit(use)));
                if (whole) {
                    await(reached);
                    model.close();
                }
                assertEquals("closed", ends.get(4).get());
                for (int use = 0; use < 4; use++) {
                    String end = ends.get(use).get();
                    assertTrue(List.of("the model is closed", "the training is closed").contains(end), end);
                }
                assertThrows(CancellationException.class, training::join);
                assertEquals(0, backend.open());
            }
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void whatIsClosedSaysSoAndWritesNothing() throws Exception {
        Path file = folder.resolve("good.fasc");
        Model model = create(Fixture.REST);
        Training training = fascicle.train(model).start();
        training.join();
        training.save(file);
        byte[] before = Files.readAllBytes(file);
        training.close();
        assertEquals("the training is closed", assertThrows(StateException.class, () -> training.save(file)).getMessage());
        TrainingPlan plan = fascicle.train(model);
        model.close();
        List<Executable> uses = List.of(() -> model.predict(new float[3], 1),
                () -> model.predict(Map.of("input", new float[3]), 1),
                () -> model.predict(new float[1][3]), () -> model.sample(new float[3], 1, 2, 0),
                () -> model.evaluate(new Toys.PointRows(3, 3, 3, 0)), () -> model.save(file), model::tensors,
                () -> model.tensor("linear/kernel"), () -> model.tensor("linear/kernel", new double[12]), model::summary,
                model::inputs,
                model::outputs, model::json, model::backend, plan::start, plan::summary, () -> fascicle.train(model).start(),
                () -> new MeasurementComponent().benchmark(model, Data.of(new Toys.PointRows(9, 3, 3, 0)), 0, 0.01));
        for (Executable use : uses) {
            assertEquals("the model is closed", assertThrows(StateException.class, use).getMessage());
        }
        model.close();
        training.close();
        assertArrayEquals(before, Files.readAllBytes(file));
        assertEquals(List.of(file), filesIn(folder));
    }

    @Test
    void aSecondTrainingOfAModelWaitsForTheEndOfTheFirst() {
        try (Model model = create(ENDLESS); Training training = fascicle.train(model).start()) {
            assertEquals("the model is being trained; wait for the end of that training, or stop it",
                    assertThrows(StateException.class, () -> fascicle.train(model).start()).getMessage());
            assertEquals("the model is being trained; stop the training before its tensors are replaced",
                    assertThrows(StateException.class, () -> model.tensor("linear/bias", new double[4])).getMessage());
            training.stop();
            training.join();
            double[] bias = {1, 2, 3, 4};
            model.tensor("linear/bias", bias);
            try (Training second = fascicle.train(model).listener(Fixture.stopAt(1)).start()) {
                second.join();
                assertEquals("the training is closed", assertThrows(StateException.class,
                        () -> training.save(folder.resolve("n.fasc"))).getMessage());
            }
        }
    }

    @Test
    void whatIsSavedWhileItTrainsGoesOnToTheBit() {
        List<Path> files = new ArrayList<>();
        CompletableFuture<Training> started = new CompletableFuture<>();
        CountDownLatch reached = new CountDownLatch(4);
        Map<String, double[]> whole;
        try (Model model = create(Fixture.REST.replace("'epochs': 3", "'epochs': 30"));
                Training training = fascicle.train(model).listener(Fixture.each(progress -> {
                    reached.countDown();
                    if (progress.step() % 10 == 4) {
                        files.add(folder.resolve("step" + progress.step() + ".fasc"));
                        started.join().save(files.get(files.size() - 1));
                    }
                })).start()) {
            started.complete(training);
            await(reached);
            for (int i = 0; i < 3; i++) {
                training.save(folder.resolve("other" + i + ".fasc"));
            }
            training.join();
            whole = tensors(training);
        }
        for (int i = 0; i < 3; i++) {
            files.add(folder.resolve("other" + i + ".fasc"));
        }
        assertEquals(15, files.size());
        for (Path file : files) {
            TrainingPlan plan = fascicle.resume(file, Settings.defaults());
            try (Model model = plan.model(); Training training = plan.start()) {
                training.join();
                Map<String, double[]> resumed = tensors(training);
                assertEquals(whole.keySet(), resumed.keySet());
                whole.forEach((path, values) -> assertArrayEquals(values, resumed.get(path), file + " " + path));
            }
        }
    }

    @Test
    void anOpenedModelIsFineTunedOnOtherRows() {
        Path file = folder.resolve("trained.fasc");
        double[] base;
        try (Model model = create(Fixture.REST); Training training = fascicle.train(model).start()) {
            training.join();
            training.save(file);
            base = model.tensor("linear/kernel");
        }
        Data others = Data.of(new Toys.PointRows(9, 3, 3, 0));
        try (Model opened = fascicle.open(file, Settings.defaults()); Model twin = create(Fixture.REST)) {
            opened.tensors().keySet().forEach(path -> twin.tensor(path, opened.tensor(path)));
            assertArrayEquals(base, opened.tensor("linear/kernel"));
            try (Training tuning = fascicle.train(opened, others).epochs(2).start();
                    Training same = fascicle.train(twin, others).epochs(2).start()) {
                assertEquals(2, tuning.join().history().epochs(), "a new history");
                assertEquals(6, tuning.step());
                same.join();
                Map<String, double[]> expected = tensors(same);
                tensors(tuning).forEach((path, values) -> assertArrayEquals(expected.get(path), values, path));
                assertFalse(Arrays.equals(base, opened.tensor("linear/kernel")));
            }
            TrainingPlan plan = fascicle.resume(file, others, Settings.defaults());
            InputException refused = assertThrows(InputException.class, plan::start);
            plan.model().close();
            assertTrue(refused.problem().contains("training rows: 15 then, 9 now"),
                    refused.problem());
        }
    }

    @Test
    void aLabelIsNoPath() throws Exception {
        String json = Toys.json(Fixture.DATA, Fixture.LAYERS, Fixture.REST);
        for (String label : List.of("no\0path", "", "a/b\\c:*?\"<>|", "../../etc", "x".repeat(5000), "\u001b[31m", "//host/x")) {
            Path file = folder.resolve("labelled.fasc");
            Path reusing = folder.resolve("base.fasc");
            try (Model model = fascicle.create(Definition.text(json, label), Settings.defaults());
                    Training training = fascicle.train(model).listener(Fixture.stopAt(1)).start()) {
                training.join();
                training.save(file);
                model.save(reusing);
                assertEquals(fascicle.json(Definition.text(json, "m")), model.json());
            }
            fascicle.open(file, Settings.defaults()).close();
            String from = json.replace("{\"linear\": {\"units\": 4}}", "{\"linear\": {\"units\": 4, \"from\": \"base.fasc\"}}");
            fascicle.create(Definition.text(from, label).in(folder), Settings.defaults()).close();
            InputException refused = assertThrows(InputException.class,
                    () -> fascicle.create(Definition.text(json.replace("linear", "liner"), label), Settings.defaults()));
            assertFalse(refused.getMessage().contains("\0") || refused.getMessage().contains("\u001b"), refused.getMessage());
            assertTrue(refused.getMessage().contains("there is no layer 'liner'"), refused.getMessage());
        }
    }

    private Model create(String rest) {
        return fascicle.create(Fixture.definition(Fixture.LAYERS, rest), Settings.defaults());
    }

    /** Does something again and again until that is refused, and says why. */
    private static String until(Runnable use) {
        while (true) {
            try {
                use.run();
            } catch (StateException e) {
                return e.getMessage();
            }
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
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

    private static List<Path> filesIn(Path folder) throws Exception {
        try (var files = Files.list(folder)) {
            return files.toList();
        }
    }
}
