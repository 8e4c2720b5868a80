package org.fascicle.tests;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Set;

import org.fascicle.api.expr.Shape;
import org.fascicle.api.model.Evaluation;
import org.fascicle.api.model.Model;
import org.fascicle.api.model.Settings;
import org.fascicle.api.training.Training;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Metrics that are more than one number. */
public class MetricTablesTest extends PlatformTest {
    private static final int CLASSES = 10;
    private static final double TOLERANCE = 1e-6;
    private static final String METRICS =
            "[ \"accuracy\", \"confusion_matrix\", \"f1_score\", { \"f1_score\": { \"average\": \"macro\" } } ]";

    @ParameterizedTest
    @MethodSource("backends")
    void theyAreWhatThePredictionsSay(String backend) {
        Settings settings = on(backend).override("metrics", METRICS).override("training.epochs", "1");
        try (Model network = create(Models.NORMALIZED, settings)) {
            train(network);
            Evaluation evaluation = network.evaluate(testRows(network));
            double[] counted = counted(network);
            assertEquals(List.of("confusion_matrix", "f1_score"), List.copyOf(evaluation.tables().keySet()));
            Evaluation.Table matrix = evaluation.tables().get("confusion_matrix");
            assertEquals(Shape.of(CLASSES, CLASSES), matrix.shape());
            assertArrayEquals(counted, matrix.values());
            double[] scores = f1(counted);
            assertArrayEquals(scores, evaluation.tables().get("f1_score").values(), TOLERANCE);
            double mean = 0;
            for (double score : scores) {
                mean += score / CLASSES;
            }
            assertEquals(mean, evaluation.metrics().get("f1_score_1"), TOLERANCE);
        }
    }

    @Test
    void theHistoryHasSingleNumbersAlone() {
        Settings settings = on("reference").override("metrics", METRICS).override("training.epochs", "1");
        try (Model network = create(Models.NORMALIZED, settings)) {
            Training training = train(network);
            assertEquals(Set.of("loss", "accuracy", "f1_score_1", "val_loss", "val_accuracy", "val_f1_score_1",
                    "learning_rate"), training.history().values().keySet());
            assertEquals(Set.of("loss", "accuracy", "f1_score_1"), evaluate(network, testRows(network)).keySet());
        }
        Settings watched = settings.override("training.early_stopping",
                "{ \"monitor\": \"val_confusion_matrix\", \"mode\": \"max\" }");
        try (Model network = create(Models.NORMALIZED, watched)) {
            assertRefused(SOURCE, () -> train(network), "val_confusion_matrix", "val_accuracy");
        }
    }

    private double[] counted(Model network) {
        double[] matrix = new double[CLASSES * CLASSES];
        int rows = testRows(network).count();
        float[] outputs = predict(network, testRows(network), 0, rows);
        for (int row = 0; row < rows; row++) {
            int best = 0;
            for (int c = 1; c < CLASSES; c++) {
                best = outputs[row * CLASSES + c] > outputs[row * CLASSES + best] ? c : best;
            }
            matrix[testRows(network).label(row) * CLASSES + best]++;
        }
        return matrix;
    }

    /** 2 TP / (2 TP + FP + FN) of each class; every class is among the rows. */
    private static double[] f1(double[] matrix) {
        double[] scores = new double[CLASSES];
        for (int c = 0; c < CLASSES; c++) {
            double both = 0;
            for (int other = 0; other < CLASSES; other++) {
                both += matrix[c * CLASSES + other] + matrix[other * CLASSES + c];
            }
            scores[c] = 2 * matrix[c * CLASSES + c] / both;
        }
        return scores;
    }
}
