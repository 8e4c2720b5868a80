package org.fascicle.core.service;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

import org.fascicle.api.Fascicle;
import org.fascicle.api.model.Model;
import org.fascicle.api.model.Settings;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.training.Progress;
import org.fascicle.api.training.Training;
import org.fascicle.api.training.TrainingListener;
import org.fascicle.api.training.TrainingPlan;
import org.fascicle.core.archive.Archive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trainings of three epochs of four steps, cut after six steps, that go on otherwise than they were. */
class ResumptionTest {
    private static final String REMEDY = ". Leave it as it was. Or allow the changes (--allow-changes, in Java "
            + "TrainingPlan.allowChanges()): then the slots of another optimizer begin anew, and the history has epochs of both";

    private final Fixture.TestBackend backend = new Fixture.TestBackend("tests");
    private final Fascicle fascicle = Fixture.fascicle(backend);

    @TempDir
    Path folder;

    @Test
    void whatTakesAwayTheMeaningOfSlotsAndHistoryNeedsConsent() {
        assertAsked("loss: \"cross_entropy\" then, \"centers\" now", Settings.defaults().override("loss", "centers"));
        assertAsked("metrics: [\"accuracy\"] then, [] now", Settings.defaults().override("metrics", "[]"));
        assertAsked("optimizer: {\"heavy_ball\": {\"learning_rate\": {\"falling\": {}}}} then, \"descent\" now",
                Settings.defaults().override("optimizer", "descent"));
        assertAsked("training.batch_size: 4 then, 5 now", Settings.defaults().override("training.batch_size", "5"));
        assertAsked("data.points.rows: none then, 25 now; training rows: 15 then, 20 now",
                Settings.defaults().override("data.points.rows", "25"));
        assertAsked("weights of classes: {} then, {\"1\": 2.0} now", Settings.defaults(),
                plan -> plan.classWeights(Map.of(1, 2.0)));
        assertAsked("updates: none then, [\"counting\"] now", Settings.defaults().override("updates", "[\"counting\"]"));
        assertEquals(0, backend.open());
    }

    @Test
    void anOptionOfTheOptimizerNeedsNone() {
        Training training = resumed(cut(6), Settings.defaults().override("optimizer.heavy_ball.learning_rate", "0.5"),
                plan -> plan);
        try (Model model = training.model()) {
            assertEquals(12, training.step());
            assertEquals(0.5, training.history().value("learning_rate", 2));
        }
    }

    @Test
    void withTheSameValuesWrittenOtherwiseItIsTheSame() {
        Training training = resumed(cut(6), Settings.defaults().override("loss", "{\"cross_entropy\": {}}"), plan -> plan);
        training.model().close();
    }

    @Test
    void fewerEpochsThanWereMadeAreRefused() {
        InputException refused = assertThrows(InputException.class,
                () -> resumed(cut(6), Settings.defaults().override("training.epochs", "1"), TrainingPlan::allowChanges));
        assertEquals("/training/epochs", refused.pointer());
        assertEquals("1 epochs are asked for, and the archive is in epoch 2", refused.problem());
        assertEquals(12, end(resumed(cut(12), Settings.defaults(), plan -> plan)), "it had ended");
        assertEquals(20, end(resumed(cut(12), Settings.defaults().override("training.epochs", "5"), plan -> plan)));
    }

    /** Of 15 rows, 8 are seen in the epoch that the cut is in: with batches of 3 that is two and a rest. */
    @Test
    void batchesOfAnotherSizeGoOnAfterAsManyRows() {
        List<Long> steps = new ArrayList<>();
        List<Long> samples = new ArrayList<>();
        Training training = resumed(cut(6), Settings.defaults().override("training.batch_size", "3"),
                plan -> plan.allowChanges().listener(new TrainingListener() {
                    @Override
                    public void started(Progress progress) {
                        steps.add(progress.step());
                        steps.add(progress.stepInEpoch());
                        samples.add((long) progress.epoch());
                    }
                }));
        assertEquals(List.of(7L, 2L), steps);
        assertEquals(List.of(2L), samples);
        assertEquals(3, training.history().epochs());
        assertEquals(15, end(training));
    }

    @Test
    void batchesThatAreTheWholeEpochTrainToo() {
        Training training =
                resumed(cut(6), Settings.defaults().override("training.batch_size", "15"), TrainingPlan::allowChanges);
        assertEquals(3, training.history().epochs());
        assertEquals(3, end(training));
    }

    @Test
    void anotherOptimizerBeginsItsSlotsAnewAndKeepsTheWeights() {
        Path archive = cut(6);
        double[] weights = Archive.read(archive).weights().get("linear/kernel").reals();
        List<double[]> first = new ArrayList<>();
        TrainingPlan plan = fascicle.resume(archive, Settings.defaults().override("optimizer", "descent")).allowChanges();
        try (Model model = plan.model()) {
            plan.listener(new TrainingListener() {
                @Override
                public void started(Progress progress) {
                    first.add(model.tensor("linear/kernel"));
                }
            });
            Training training = plan.start();
            training.join();
            training.save(archive);
        }
        assertArrayEquals(weights, first.get(0));
        assertFalse(Archive.read(archive).training().containsKey("optimizer/linear/kernel/velocity"));
        Training back = resumed(archive, Settings.defaults().override("training.epochs", "4")
                .override("optimizer", "{\"heavy_ball\": {\"learning_rate\": 0.1}}"), TrainingPlan::allowChanges);
        back.save(archive);
        assertEquals(16, end(back));
        assertTrue(Archive.read(archive).training().containsKey("optimizer/linear/kernel/velocity"));
    }

    @Test
    void otherMetricsLeaveGapsInTheHistory() {
        Path archive = cut(8);
        Training without = resumed(archive, Settings.defaults().override("metrics", "[]"), TrainingPlan::allowChanges);
        without.save(archive);
        List<Double> accuracies = without.history().values().get("accuracy");
        assertEquals(3, accuracies.size());
        assertTrue(Double.isFinite(accuracies.get(1)) && Double.isNaN(accuracies.get(2)));
        end(without);
        Training with =
                resumed(archive, Settings.defaults().override("metrics", "[\"accuracy\"]").override("training.epochs", "4"),
                        TrainingPlan::allowChanges);
        assertTrue(Double.isFinite(with.history().value("accuracy", 3)));
        end(with);
    }

    private void assertAsked(String changes, Settings settings) {
        assertAsked(changes, settings, plan -> plan);
    }

    private void assertAsked(String changes, Settings settings, UnaryOperator<TrainingPlan> and) {
        Path archive = cut(6);
        InputException refused = assertThrows(InputException.class, () -> resumed(archive, settings, and));
        assertEquals(archive + ": the training would not go on as it was: " + changes + REMEDY, refused.getMessage());
        Training training = resumed(archive, settings, plan -> and.apply(plan).allowChanges());
        assertTrue(training.step() > 6);
        assertEquals(3, training.history().epochs());
        training.model().close();
    }

    private static long end(Training training) {
        try (Model model = training.model()) {
            return training.step();
        }
    }

    /** One that went on to its end; its model has to be closed. */
    private Training resumed(Path archive, Settings settings, UnaryOperator<TrainingPlan> and) {
        TrainingPlan plan = fascicle.resume(archive, settings);
        try {
            Training training = and.apply(plan).start();
            training.join();
            return training;
        } catch (RuntimeException e) {
            plan.model().close();
            throw e;
        }
    }

    private Path cut(long step) {
        Path file = folder.resolve("cut.fasc");
        try (Model model = fascicle.create(Fixture.definition(Fixture.LAYERS, Fixture.REST), Settings.defaults());
                Training training = fascicle.train(model).listener(Fixture.stopAt(step)).start()) {
            training.join();
            training.save(file);
        }
        return file;
    }
}
