package org.fascicle.core.service;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

import org.fascicle.api.Fascicle;
import org.fascicle.api.model.Model;
import org.fascicle.api.model.Settings;
import org.fascicle.api.model.Summary;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.training.Training;
import org.fascicle.api.training.TrainingPlan;
import org.fascicle.api.training.TrainingResult;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trainings that ended and go on, that make no step, and that watch what is not there. */
class GoingOnTest {
    private static final String STOPPING = ", 'early_stopping': {'monitor': 'val_accuracy', 'mode': 'min', 'patience': 9,"
            + " 'restore_best_weights': true}";

    private final Fixture.TestBackend backend = new Fixture.TestBackend("tests");
    private final Fascicle fascicle = Fixture.fascicle(backend, Judges.techniques());

    @TempDir
    Path folder;

    @AfterEach
    void allMemoryIsGivenBack() {
        assertEquals(0, backend.open());
    }

    @Test
    void moreEpochsGoOnFromWhatTrainingHeldAndNotFromTheBestEpoch() {
        assertGoesOn("", STOPPING);
    }

    @Test
    void moreEpochsGoOnFromWhatTrainingHeldAndNotFromAverages() {
        assertGoesOn(", 'updates': ['mean']", "");
        assertGoesOn(", 'updates': ['mean']", STOPPING);
    }

    private void assertGoesOn(String updates, String stopping) {
        Path file = folder.resolve("ended.fasc");
        Map<String, double[]> whole;
        Map<String, double[]> half;
        try (Model model = create(updates, 4, stopping); Training training = fascicle.train(model).start()) {
            training.join();
            whole = tensors(model);
        }
        try (Model model = create(updates, 2, stopping); Training training = fascicle.train(model).start()) {
            training.join();
            training.save(file);
            half = tensors(model);
        }
        try (Model model = fascicle.open(file, Settings.defaults())) {
            assertSame(half, tensors(model));
        }
        TrainingPlan plan = fascicle.resume(file, Settings.defaults()).epochs(4);
        try (Model model = plan.model(); Training training = plan.start()) {
            training.join();
            assertSame(whole, tensors(model));
        }
        assertFalse(Arrays.equals(half.get("linear/kernel"), whole.get("linear/kernel")));
        // Resumed with no more epochs, it ends as it ended.
        TrainingPlan same = fascicle.resume(file, Settings.defaults());
        try (Model model = same.model(); Training training = same.start()) {
            training.join();
            assertSame(half, tensors(model));
        }
    }

    @Test
    void noEpochLeavesFirstValues() {
        Path file = folder.resolve("untrained.fasc");
        try (Model model = create(", 'updates': ['mean']", 0, "")) {
            Map<String, double[]> first = tensors(model);
            try (Training training = fascicle.train(model).start()) {
                TrainingResult result = training.join();
                assertEquals(TrainingResult.End.COMPLETED, result.end());
                assertEquals(0, result.history().epochs());
                assertSame(first, tensors(model));
                training.save(file);
            }
        }
        TrainingPlan plan = fascicle.resume(file, Settings.defaults()).epochs(1);
        try (Model model = plan.model(); Training training = plan.start(); Model other = create(", 'updates': ['mean']", 1, "");
                Training whole = fascicle.train(other).start()) {
            training.join();
            whole.join();
            assertSame(tensors(other), tensors(model));
        }
    }

    @Test
    void theSummaryHasWhatLayersKeepBesideParameters() {
        try (Model model = create("", 1, "")) {
            Summary.Parameter mean = fascicle.train(model).summary().parameters().stream()
                    .filter(parameter -> parameter.path().equals("running/mean")).findFirst().orElseThrow();
            assertEquals("[4]", mean.shape().toString());
            assertEquals("its layer, in each step", mean.update().orElseThrow());
        }
    }

    @Test
    void whatASchedulesWatchesIsThereBeforeTheFirstStep() {
        String text = "'optimizer': {'descent': {'learning_rate': {'watching': {'monitor': '%s'}}}}";
        for (String metric : new String[] {"val_los", "recall"}) {
            try (Model model = fascicle.create(Fixture.definition(Fixture.LAYERS,
                    "'loss': 'cross_entropy', " + text.formatted(metric)), Settings.defaults())) {
                InputException thrown = assertThrows(InputException.class, () -> fascicle.train(model).start());
                assertEquals("the schedule 'watching' watches '" + metric
                        + "', which is not among what is reported: loss, val_loss", thrown.problem());
                assertTrue(thrown.pointer().startsWith("/optimizer/descent/learning_rate"), thrown.pointer());
            }
        }
        try (Model model = fascicle.create(Fixture.definition(Fixture.LAYERS,
                "'loss': 'cross_entropy', " + text.formatted("val_loss") + ", 'training': {'epochs': 1}"), Settings.defaults());
                Training training = fascicle.train(model).start()) {
            training.join();
        }
    }

    // The factor is 2 as long as the accuracy has not been there, and 3 once it has, if more of it is better.
    @Test
    void schedulesOfLayersKnowWhichWayIsBetterInPredictions() {
        try (Model model = fascicle.create(Fixture.definition("{'gain': {'factor': {'upward': {'monitor': 'accuracy'}}}}, "
                + "{'linear': {'units': 3}}, {'soft': {}}",
                "'loss': 'cross_entropy', 'metrics': ['accuracy'], 'optimizer': 'descent', "
                        + "'training': {'epochs': 1}"),
                Settings.defaults())) {
            double two = logRatio(model);
            try (Training training = fascicle.train(model).start()) {
                training.join();
            }
            assertEquals(1.5, logRatio(model) / two, 1e-5);
        }
    }

    /** Of the first two probabilities, with fixed weights: as many times the features' difference as the factor says. */
    private static double logRatio(Model model) {
        model.tensor("linear/kernel", new double[] {1, 0, 0, 0, 1, 0, 0, 0, 1});
        model.tensor("linear/bias", new double[3]);
        float[] chances = model.predict(new float[] {1.5f, 2, 2.5f}, 1);
        return Math.log(chances[0] / chances[1]);
    }

    private Model create(String updates, int epochs, String stopping) {
        return fascicle.create(Fixture.definition(Fixture.LAYERS,
                "'loss': 'cross_entropy', 'metrics': ['accuracy'], 'optimizer': "
                        + "{'heavy_ball': {'learning_rate': 0.1}}" + updates + ", 'training': {'epochs': " + epochs
                        + ", 'batch_size': 4, 'seed': 3" + stopping + "}"),
                Settings.defaults());
    }

    private static Map<String, double[]> tensors(Model model) {
        Map<String, double[]> tensors = new TreeMap<>();
        model.tensors().keySet().forEach(path -> tensors.put(path, model.tensor(path)));
        return tensors;
    }

    private static void assertSame(Map<String, double[]> expected, Map<String, double[]> actual) {
        assertEquals(expected.keySet(), actual.keySet());
        expected.forEach((path, values) -> assertArrayEquals(values, actual.get(path), path));
    }
}
