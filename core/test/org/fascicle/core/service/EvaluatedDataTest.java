package org.fascicle.core.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import org.fascicle.api.Fascicle;
import org.fascicle.api.data.Batch;
import org.fascicle.api.data.Batches;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.model.Model;
import org.fascicle.api.model.Settings;
import org.fascicle.api.problem.StateException;
import org.fascicle.api.training.Training;
import org.fascicle.api.training.TrainingResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Data that are evaluated, and act on the model that evaluates them: what would wait for itself is refused. */
@Timeout(60)
class EvaluatedDataTest {
    private final Fascicle fascicle = Fixture.fascicle(new Fixture.TestBackend("tests"));

    @TempDir
    Path folder;

    @Test
    void whatWouldWaitForTheEvaluationItselfIsRefused() throws Exception {
        CountDownLatch stepped = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        try (Model model = create();
                Training training = fascicle.train(model).listener(Fixture.each(progress -> {
                    stepped.countDown();
                    await(goOn);
                })).start()) {
            stepped.await();
            double loss = loss(model, () -> {});
            assertRefused("data cannot save the model's training while the model evaluates them: do it before or after", model,
                    () -> training.save(folder.resolve("n.fasc")));
            assertRefused(
                    "data cannot wait for the end of the model's training while the model evaluates them: do it before or after",
                    model, training::join);
            assertRefused("data cannot close the model's training while the model evaluates them: do it before or after", model,
                    training::close);
            assertRefused("data cannot change or close the model while the model evaluates them: do it before or after", model,
                    model::close);
            assertRefused("data cannot change or close the model while the model evaluates them: do it before or after", model,
                    () -> model.tensor("linear/bias", new double[4]));
            assertRefused("data cannot let the model evaluate others while it evaluates them: do it before or after", model,
                    () -> loss(model, () -> {}));
            assertEquals(loss, loss(model, () -> {
                model.predict(new float[3], 1);
                model.tensors();
                model.save(folder.resolve("n.fasc"));
                training.stop();
            }));
            goOn.countDown();
            assertEquals(TrainingResult.End.STOPPED, training.join().end());
            assertEquals(1, training.step());
        }
    }

    @Test
    void theEndOfATrainingThatHasEndedNeedsNoWaiting() {
        try (Model model = create(); Training training = fascicle.train(model).start()) {
            training.join();
            loss(model, () -> {
                assertEquals(TrainingResult.End.COMPLETED, training.join().end());
                training.save(folder.resolve("n.fasc"));
            });
        }
        fascicle.resume(folder.resolve("n.fasc"), Settings.defaults()).model().close();
    }

    private Model create() {
        return fascicle.create(Fixture.definition(Fixture.LAYERS, Fixture.REST), Settings.defaults());
    }

    private static void assertRefused(String problem, Model model, Runnable action) {
        assertEquals(problem, assertThrows(StateException.class, () -> loss(model, action)).getMessage());
    }

    /** The loss over rows that do something when they are read. */
    private static double loss(Model model, Runnable action) {
        return model.evaluate(new Acting(action)).metrics().get("loss");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** One batch. */
    private record Acting(Runnable action) implements Batches {
        @Override
        public Shape shape() {
            return Shape.of(3);
        }

        @Override
        public int classes() {
            return 3;
        }

        @Override
        public Iterator<Batch> iterator() {
            action.run();
            return List.of(Batch.of(2, Fixture.features(2)).labels(new int[] {0, 2})).iterator();
        }
    }
}
