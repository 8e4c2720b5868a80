package org.fascicle.tests;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.fascicle.api.model.Model;
import org.fascicle.api.model.Settings;
import org.fascicle.api.training.Training;
import org.fascicle.api.training.TrainingPlan;
import org.fascicle.api.training.TrainingResult;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What training does with rows, epochs, metrics and weights. */
@ComputesAlone
public class TrainingTest extends PlatformTest {
    private static final double TOLERANCE = 1e-6;

    @TempDir
    Path folder;

    @ParameterizedTest
    @MethodSource("backends")
    void aNetworkLearnsTheDigits(String backend) {
        Settings settings = on(backend).override("training.epochs", "12").override("network.1.dense.units", "48");
        try (Model network = create(Models.NORMALIZED, settings)) {
            TrainingResult result = train(network).join();
            assertEquals(TrainingResult.End.COMPLETED, result.end());
            double accuracy = evaluate(network, testRows(network)).get("accuracy");
            assertTrue(accuracy >= 0.9, "test accuracy " + accuracy);
        }
    }

    @ParameterizedTest
    @MethodSource("backends")
    void theLastBatchIsPartialAndEveryRowIsSeenOnceAnEpoch(String backend) {
        List<Long> samples = new ArrayList<>();
        try (Model network = create(Models.NORMALIZED, on(backend).override("training.epochs", "1"))) {
            Training training = train(network, Listen.step(progress -> {
                assertEquals(15, progress.stepsPerEpoch());
                samples.add(progress.samples());
            }));
            assertEquals(1400, trainingRows(network).count());
            assertEquals(15, samples.size());
            assertEquals(14 * 96, samples.get(13));
            assertEquals(1400, samples.get(14));
            assertEquals(1400, tensors(training).get("training/loss/count")[0]);
        }
    }

    /** From one starting point, the step of all rows is the mean of the steps of its two parts, weighted by their rows. */
    @ParameterizedTest
    @MethodSource("backends")
    void aPartialBatchCountsByItsOwnRows(String backend) {
        Settings ordered = on(backend).override("training.shuffle", "false").override("training.epochs", "1")
                .override("network",
                        "[ { \"flatten\": {} }, { \"dense\": { \"units\": 10, \"activation\": \"softmax\" } } ]")
                .override("optimizer", "{ \"sgd\": { \"learning_rate\": 0.1 } }");
        Settings large = ordered.override("training.batch_size", "1000");
        Settings whole = ordered.override("training.batch_size", "1400");
        try (Model partial = create(Models.NORMALIZED, large); Model full = create(Models.NORMALIZED, whole)) {
            double[] start = full.tensor("dense/kernel");
            trainTo(partial, 1);
            double[] firstStep = difference(partial.tensor("dense/kernel"), start);
            trainTo(full, 1);
            double[] allRows = difference(full.tensor("dense/kernel"), start);
            double[] secondPart = restOf(large, start);
            for (int i = 0; i < allRows.length; i++) {
                assertEquals(allRows[i], (1000 * firstStep[i] + 400 * secondPart[i]) / 1400, TOLERANCE, "element " + i);
            }
        }
    }

    /** The step that the last 400 rows make from the starting point; they are reached by a first step of length 0. */
    private double[] restOf(Settings settings, double[] start) {
        Settings still = settings.override("optimizer", "{ \"sgd\": { \"learning_rate\": { \"piecewise_constant\": "
                + "{ \"boundaries\": [ 0 ], \"values\": [ 0.0, 0.1 ], \"unit\": \"step\" } } } }");
        try (Model network = create(Models.NORMALIZED, still)) {
            List<double[]> steps = new ArrayList<>();
            train(network, Listen.step(progress -> steps.add(network.tensor("dense/kernel"))), Listen.stopAt(2));
            assertArrayEquals(start, steps.get(0));
            return difference(network.tensor("dense/kernel"), start);
        }
    }

    @ParameterizedTest
    @MethodSource("backends")
    void validationRowsAreHeldBackAndReported(String backend) {
        try (Model network = create(Models.NORMALIZED, on(backend))) {
            assertEquals(100, validationRows(network).count());
            assertEquals(297, testRows(network).count());
            Training training = train(network);
            Map<String, Double> evaluated = evaluate(network, validationRows(network));
            assertEquals(evaluated.get("loss"), training.history().value("val_loss", 3));
            assertEquals(evaluated.get("accuracy"), training.history().value("val_accuracy", 3));
        }
        try (Model network = create(Models.NORMALIZED, on(backend).override("data.digits.validation", "0.25"))) {
            assertEquals(375, validationRows(network).count());
            assertEquals(1125, trainingRows(network).count());
        }
        try (Model network = create(Models.DEEP, on(backend))) {
            assertTrue(fascicle.data(network).validation().isEmpty());
        }
    }

    @ParameterizedTest
    @MethodSource("backends")
    void theHistoryHasALineForEachEpochAndTheListenerSeesItGrow(String backend) {
        List<Integer> ended = new ArrayList<>();
        try (Model network = create(Models.NORMALIZED, on(backend))) {
            Training training = train(network, Listen.epoch(progress -> {
                ended.add(progress.epoch());
                assertEquals(4, progress.epochs());
                assertTrue(progress.metrics().keySet().containsAll(List.of("loss", "accuracy", "val_loss", "val_accuracy")));
            }));
            TrainingResult result = training.join();
            assertEquals(List.of(1, 2, 3, 4), ended);
            assertEquals(4, result.history().epochs());
            assertEquals("loss", result.history().values().keySet().iterator().next());
            assertEquals(result.history().values(), training.history().values());
            List<Double> loss = result.history().values().get("loss");
            assertTrue(loss.get(3) < loss.get(0), "the loss fell: " + loss);
            assertTrue(Double.isNaN(result.history().value("loss", 4)));
        }
    }

    @ParameterizedTest
    @MethodSource("backends")
    void earlyStoppingRestoresTheBestWeights(String backend) {
        Settings settings = on(backend).override("training.epochs", "30").override("training.early_stopping",
                "{ \"monitor\": \"val_loss\", \"patience\": 2, \"restore_best_weights\": true }");
        Map<Integer, Map<String, double[]>> afterEpoch = new TreeMap<>();
        try (Model network = create(Models.NORMALIZED, settings)) {
            TrainingResult result =
                    train(network, Listen.epoch(progress -> afterEpoch.put(progress.epoch(), weights(network)))).join();
            List<Double> watched = result.history().values().get("val_loss");
            int best = indexOfLeast(watched) + 1;
            assertEquals(TrainingResult.End.EARLY_STOPPED, result.end());
            assertEquals(best + 2, watched.size(), () -> "two epochs after the best: " + watched);
            assertEquals(best, result.bestEpoch());
            Tensors.assertSameBits(afterEpoch.get(best), weights(network));
            assertEquals(watched.get(best - 1), evaluate(network, validationRows(network)).get("loss"));
        }
    }

    @ParameterizedTest
    @MethodSource("backends")
    void earlyStoppingGoesOnAfterAResumeAsIfNothingHadBeen(String backend) {
        Settings settings = on(backend).override("training.epochs", "30").override("training.early_stopping",
                "{ \"monitor\": \"val_loss\", \"patience\": 2, \"restore_best_weights\": true }");
        Path archive = folder.resolve("early.fascicle");
        try (Model whole = create(Models.NORMALIZED, settings); Model first = create(Models.NORMALIZED, settings)) {
            TrainingResult expected = train(whole).join();
            // In the middle of the epoch behind the best one, so that the best weights must be in the archive.
            trainTo(first, 15L * expected.bestEpoch() + 7).save(archive);
            TrainingPlan plan = fascicle.resume(archive, on(backend));
            try (Model second = plan.model()) {
                TrainingResult result = plan.start().join();
                assertEquals(expected.end(), result.end());
                assertEquals(expected.bestEpoch(), result.bestEpoch());
                Tensors.assertSameBits(weights(whole), weights(second));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("backends")
    void frozenLayersDoNotChange(String backend) {
        String model = Models.with(Models.with(Models.NORMALIZED, "\"units\": 24,", "\"units\": 24, \"trainable\": false,"),
                "{ \"batch_normalization\": {} }", "{ \"batch_normalization\": { \"trainable\": false } }");
        try (Model network = create(model, on(backend))) {
            Map<String, double[]> before = weights(network);
            trainTo(network, 20);
            weights(network).forEach((path, values) -> assertEquals(!path.startsWith("dense_1/"),
                    Arrays.equals(values, before.get(path)), path + " stays as it is if it is frozen, and only then"));
            assertEquals(10 * 25, network.summary().trainable());
            assertEquals(64 * 24 + 4 * 24, network.summary().nonTrainable());
        }
    }

    @ParameterizedTest
    @MethodSource("backends")
    void anArchiveEvaluatesAndPredictsAsTheNetworkDid(String backend) {
        Path archive = folder.resolve("network.fascicle");
        try (Model network = create(Models.DEEP, on(backend))) {
            Training training = trainTo(network, 25);
            training.save(archive);
            try (Model restored = fascicle.open(archive, on(backend))) {
                assertEquals(evaluate(network, testRows(network)), evaluate(restored, testRows(restored)));
                assertArrayEquals(predict(network, testRows(network), 0, 50), predict(restored, testRows(restored), 0, 50));
                Tensors.assertSameBits(weights(network), weights(restored));
                assertEquals(network.tensors(), restored.tensors());
            }
            Training resumed = resume(archive, on(backend), Listen.stopAtOnce());
            try (Model model = resumed.model()) {
                Tensors.assertSameBits(tensors(training), tensors(resumed));
                Tensors.assertSameBits(weights(network), weights(model));
                assertEquals(training.history().values(), resumed.history().values());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("backends")
    void theNumberOfRowsOfOneBatchDoesNotChangeAnEvaluation(String backend) {
        try (Model network = create(Models.NORMALIZED, on(backend))) {
            trainTo(network, 15);
            int right = 0;
            int rows = testRows(network).count();
            for (int row = 0; row < rows; row++) {
                right += indexOfGreatest(predict(network, testRows(network), row, 1)) == testRows(network).label(row) ? 1 : 0;
            }
            assertEquals((double) right / rows, evaluate(network, testRows(network)).get("accuracy"), TOLERANCE);
        }
    }

    private static int indexOfLeast(List<Double> values) {
        return values.indexOf(values.stream().min(Double::compare).orElseThrow());
    }

    private static int indexOfGreatest(float[] values) {
        int best = 0;
        for (int i = 1; i < values.length; i++) {
            best = values[i] > values[best] ? i : best;
        }
        return best;
    }

    private static double[] difference(double[] a, double[] b) {
        double[] difference = new double[a.length];
        for (int i = 0; i < a.length; i++) {
            difference[i] = a[i] - b[i];
        }
        return difference;
    }
}
