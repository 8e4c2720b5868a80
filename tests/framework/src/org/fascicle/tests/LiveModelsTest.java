package org.fascicle.tests;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

import org.fascicle.api.backend.Backend;
import org.fascicle.api.data.Rows;
import org.fascicle.api.model.Model;
import org.fascicle.api.problem.StateException;
import org.fascicle.api.training.Checkpoints;
import org.fascicle.api.training.Training;
import org.fascicle.api.training.TrainingListener;
import org.fascicle.api.training.TrainingResult;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.wiring.BundleWiring;

/** Models that many threads use while they are trained, closed, and lose their backend. */
@Timeout(180)
public class LiveModelsTest extends PlatformTest {
    private static final int[] ROWS = {1, 7, 40};
    private static final int PIXELS = 64;
    private static final int STEPS = 15;
    private static final int CANCELLED_AFTER = 20;
    private static final int ROUNDS = 8;

    private static final float[] SEVEN = pixels(7);

    @TempDir
    Path folder;

    /** A model, what it predicts after each step, and what others were given. */
    private static final class Watched {
        final Model model;
        final Set<String> expected = new HashSet<>();
        final Set<String> given = ConcurrentHashMap.newKeySet();
        final Semaphore predicted = new Semaphore(0);
        final AtomicBoolean done = new AtomicBoolean();
        private final float[] pixels = pixels(ROWS[2]);

        Watched(Model model) {
            this.model = model;
            expect();
        }

        private void expect() {
            for (int rows : ROWS) {
                expected.add(predict(rows));
            }
        }

        private String predict(int rows) {
            return Arrays.toString(model.predict(pixels, rows));
        }

        /** Records what belongs to each step, and lets others predict before the next. */
        TrainingListener recording() {
            return Listen.step(progress -> {
                expect();
                predicted.drainPermits();
                if (!done.get()) {
                    predicted.acquireUninterruptibly(2);
                }
            });
        }

        /** Predicts until it is done, and at least once. */
        int predictAll() {
            int count = 0;
            try {
                do {
                    given.add(predict(ROWS[count % ROWS.length]));
                    predicted.release();
                    count++;
                } while (!done.get());
                return count;
            } finally {
                done.set(true);
                predicted.release(2);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("backends")
    void fourThreadsPredictWhileTwoTrainingsRunAndOneIsCancelled(String backend) throws Exception {
        Watched whole = new Watched(create(Models.NORMALIZED, on(backend)));
        Watched cut = new Watched(create(Models.NORMALIZED, on(backend).override("training.epochs", "1000000")));
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try (Model first = whole.model; Model second = cut.model) {
            List<Future<Integer>> predicting = new ArrayList<>();
            for (Watched watched : List.of(whole, cut, whole, cut)) {
                predicting.add(threads.submit(watched::predictAll));
            }
            CountDownLatch reached = new CountDownLatch(CANCELLED_AFTER);
            Training running = fascicle.train(first).listener(whole.recording()).start();
            Training cancelled = fascicle.train(second).listener(cut.recording())
                    .listener(Listen.step(progress -> reached.countDown())).start();
            reached.await();
            cancelled.cancel();
            long at = cancelled.step();
            assertThrows(CancellationException.class, cancelled::join);
            assertTrue(cancelled.step() <= at + 1, "cancelled after step " + at + ", ended after " + cancelled.step());
            cancelled.close();
            assertEquals(TrainingResult.End.COMPLETED, running.join().end());
            running.close();
            whole.done.set(true);
            cut.done.set(true);
            for (Future<Integer> each : predicting) {
                assertTrue(each.get() > 0);
            }
            for (Watched watched : List.of(whole, cut)) {
                Set<String> torn = new HashSet<>(watched.given);
                torn.removeAll(watched.expected);
                assertEquals(0, torn.size(), () -> "predictions of no step, such as " + torn.iterator().next());
            }
            assertTrue(whole.given.size() > STEPS, "predictions of many steps: " + whole.given.size());
        } finally {
            whole.done.set(true);
            cut.done.set(true);
            threads.shutdown();
        }
    }

    /** Closes a model, or its training, after some steps, while others predict, evaluate and save. */
    @ParameterizedTest
    @MethodSource("backends")
    void anyThreadMayCloseAtAnyMoment(String backend) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            for (int round = 0; round < ROUNDS; round++) {
                CountDownLatch reached = new CountDownLatch(round * 3);
                Model model = create(Models.NORMALIZED, on(backend).override("training.epochs", "1000000"));
                Rows rows = testRows(model);
                Training training =
                        fascicle.train(model).listener(Listen.step(progress -> reached.countDown())).start();
                List<Callable<String>> uses = List.of(() -> until(() -> model.predict(SEVEN, 7)),
                        () -> until(() -> model.evaluate(rows)),
                        () -> until(() -> training.save(folder.resolve("training.fasc"))),
                        () -> until(() -> model.save(folder.resolve("model.fasc"))));
                List<Future<String>> ends = new ArrayList<>();
                uses.forEach(use -> ends.add(threads.submit(use)));
                reached.await();
                if (round % 2 == 0) {
                    training.close();
                }
                model.close();
                for (Future<String> end : ends) {
                    assertTrue(List.of("the model is closed", "the training is closed").contains(end.get()), end.get());
                }
                assertThrows(CancellationException.class, training::join);
            }
        } finally {
            threads.shutdown();
        }
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

    @ParameterizedTest
    @MethodSource("backends")
    void aTrainingGoesOnWhenTheBundleOfItsBackendWasStoppedAndStarted(String backend) throws Exception {
        Map<String, double[]> uncut;
        Map<String, List<Double>> history;
        try (Model model = create(Models.NORMALIZED, on(backend))) {
            Training training = train(model);
            uncut = tensors(training);
            history = training.history().values();
        }
        CountDownLatch reached = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        try (Model model = create(Models.NORMALIZED, on(backend));
                Model predicting = create(Models.NORMALIZED, on(backend));
                Training training = fascicle.train(model).listener(Listen.step(progress -> {
                    if (progress.step() == STEPS + 3) {
                        reached.countDown();
                        await(goOn);
                    }
                })).start()) {
            float[] before = predicting.predict(SEVEN, 7);
            reached.await();
            Bundle bundle = provider(backend);
            bundle.stop();
            assertThrows(StateException.class, () -> predicting.predict(SEVEN, 7));
            bundle.start();
            goOn.countDown();
            assertEquals(TrainingResult.End.COMPLETED, training.join().end());
            assertEquals(history, training.history().values());
            Map<String, double[]> tensors = tensors(training);
            uncut.forEach((path, values) -> assertArrayEquals(values, tensors.get(path), path));
            assertTrue(backends().contains(backend));
            assertArrayEquals(before, predicting.predict(SEVEN, 7));
        }
    }

    @ParameterizedTest
    @MethodSource("backends")
    void aTrainingWhoseBackendStaysAwayEndsAndGoesOnToTheBitFromItsCheckpoint(String backend) throws Exception {
        Map<String, double[]> uncut;
        try (Model model = create(Models.NORMALIZED, on(backend))) {
            uncut = tensors(train(model));
        }
        Path checkpoints = folder.resolve("left");
        CountDownLatch reached = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Bundle bundle = provider(backend);
        try (Model model = create(Models.NORMALIZED, on(backend)); Training training = fascicle.train(model)
                .checkpoints(Checkpoints.in(checkpoints)).listener(Listen.step(progress -> {
                    if (progress.step() == STEPS + 3) {
                        reached.countDown();
                        await(goOn);
                    }
                })).start()) {
            reached.await();
            bundle.stop();
            goOn.countDown();
            TrainingResult result = training.join();
            assertEquals(TrainingResult.End.BACKEND_MISSING, result.end());
            assertEquals(1, result.history().epochs());
            assertEquals("The backend '" + backend + "' has left, with its bundle " + bundle.getSymbolicName() + " "
                    + bundle.getVersion() + ". Start or install that again.", result.reason().get());
            training.save(folder.resolve("saved.fasc"));
        } finally {
            goOn.countDown();
            bundle.start();
        }
        for (Path from : List.of(checkpoints, folder.resolve("saved.fasc"))) {
            Training resumed = resume(from, on(backend));
            try (Model model = resumed.model()) {
                Map<String, double[]> tensors = tensors(resumed);
                uncut.forEach((path, values) -> assertArrayEquals(values, tensors.get(path), path));
                assertEquals(backend, model.backend());
            }
        }
    }

    /** It is refreshed in the middle of a step, which may need classes for the first time. */
    @ParameterizedTest
    @MethodSource("backends")
    void theClassesOfABackendThatIsInUseAreThereAfterItWasRefreshed(String backend) throws Exception {
        Bundle bundle = provider(backend);
        BundleWiring wiring = bundle.adapt(BundleWiring.class);
        ClassLoader loader = wiring.getClassLoader();
        List<String> missing = new ArrayList<>();
        try (Model model = create(Models.NORMALIZED, on(backend))) {
            int all = BundleWiring.LISTRESOURCES_RECURSE | BundleWiring.LISTRESOURCES_LOCAL;
            List<String> names = List.copyOf(wiring.listResources("/org/fascicle/backend", "*.class", all));
            assertTrue(names.size() > 5 && !model.backend().isEmpty(), names.toString());
            bundle.stop();
            Guest.refresh(List.of(bundle));
            for (String name : names) {
                try {
                    Class.forName(name.replace('/', '.').replaceAll("\\.class$", ""), false, loader);
                } catch (ClassNotFoundException | LinkageError | IllegalStateException e) {
                    missing.add(name);
                }
            }
        } finally {
            bundle.start();
        }
        assertEquals(List.of(), missing);
        assertTrue(backends().contains(backend));
    }

    private static Bundle provider(String backend) throws Exception {
        for (ServiceReference<Backend> reference : context().getServiceReferences(Backend.class, null)) {
            if (context().getService(reference).name().equals(backend)) {
                return reference.getBundle();
            }
        }
        throw new AssertionError("no bundle offers the backend " + backend);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static float[] pixels(int rows) {
        Random random = Seeds.random("LiveModelsTest");
        float[] pixels = new float[rows * PIXELS];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = random.nextInt(17);
        }
        return pixels;
    }
}
