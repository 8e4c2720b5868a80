package org.fascicle.core.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

import org.fascicle.api.Fascicle;
import org.fascicle.api.model.Model;
import org.fascicle.api.model.Settings;
import org.fascicle.api.training.Training;
import org.fascicle.api.training.TrainingListener;
import org.fascicle.api.training.TrainingResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Models predict while they are trained: each prediction is that of one finished step, to the bit. */
@Timeout(120)
class PredictingWhileTrainingTest {
    private static final int[] ROWS = {1, 5, 20};
    private static final int CANCELLED_AFTER = 20;
    private static final String RATE = Fixture.REST.replace("{'falling': {}}", "0.05");

    private final Fixture.TestBackend backend = new Fixture.TestBackend("tests");
    private final Fascicle fascicle = Fixture.fascicle(backend);

    /** A model, what it predicts after each step, and what others were given. */
    private final class Watched {
        final Model model;
        final Set<String> expected = new HashSet<>();
        final Set<String> given = ConcurrentHashMap.newKeySet();
        final Semaphore predicted = new Semaphore(0);
        final AtomicBoolean done = new AtomicBoolean();

        Watched(int epochs) {
            model = fascicle.create(Fixture.definition(Fixture.LAYERS,
                    RATE.replace("'epochs': 3", "'epochs': " + epochs)), Settings.defaults());
            expect();
        }

        void expect() {
            for (int rows : ROWS) {
                expected.add(predict(rows));
            }
        }

        String predict(int rows) {
            return Arrays.toString(model.predict(Fixture.features(rows), rows));
        }

        /** Records what belongs to each step, and lets others predict before the next. */
        TrainingListener recording() {
            return Fixture.each(progress -> {
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

    @Test
    void fourThreadsPredictWhileTwoTrainingsRunAndOneIsCancelled() throws Exception {
        Watched whole = new Watched(25);
        Watched cut = new Watched(1_000_000);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<Integer>> predicting = new ArrayList<>();
            for (Watched watched : List.of(whole, cut, whole, cut)) {
                predicting.add(threads.submit(watched::predictAll));
            }
            CountDownLatch reached = new CountDownLatch(CANCELLED_AFTER);
            Training first = fascicle.train(whole.model).listener(whole.recording()).start();
            Training second = fascicle.train(cut.model).listener(cut.recording())
                    .listener(Fixture.each(progress -> reached.countDown())).start();
            reached.await();
            second.cancel();
            long at = second.step();
            assertThrows(CancellationException.class, second::join);
            assertTrue(second.step() <= at + 1, "cancelled after step " + at + ", ended after " + second.step());
            Throwable held = assertThrows(Exception.class, () -> second.result().toCompletableFuture().join());
            assertTrue((held instanceof CompletionException ? held.getCause() : held) instanceof CancellationException,
                    held.toString());
            second.close();
            assertEquals(TrainingResult.End.COMPLETED, first.join().end());
            first.close();
            whole.done.set(true);
            cut.done.set(true);
            int all = 0;
            for (Future<Integer> each : predicting) {
                all += each.get();
            }
            assertTrue(all >= 2 * (25 * 4 + CANCELLED_AFTER), "predictions: " + all);
            for (Watched watched : List.of(whole, cut)) {
                Set<String> torn = new HashSet<>(watched.given);
                torn.removeAll(watched.expected);
                assertEquals(Set.of(), torn);
            }
            assertEquals(ROWS.length * (1 + 25 * 4), whole.expected.size(), "each step has other parameters");
            assertTrue(whole.given.size() > 25, "predictions of many steps: " + whole.given.size());
        } finally {
            whole.done.set(true);
            cut.done.set(true);
            threads.shutdown();
            whole.model.close();
            cut.model.close();
        }
        assertEquals(0, backend.open());
    }
}
