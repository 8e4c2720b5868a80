package org.fascicle.tests;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Set;

import org.fascicle.api.expr.Shape;
import org.fascicle.api.model.Evaluation;
import org.fascicle.api.model.Settings;
import org.fascicle.api.network.Network;
import org.fascicle.api.network.Network.Subset;
import org.fascicle.api.training.TrainingListener;
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
        try (Network network = read(Models.NORMALIZED, settings)) {
            network.train(TrainingListener.NONE);
            Evaluation evaluation = network.assess(Subset.TEST);
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
            assertEquals(mean, evaluation.figures().get("f1_score_1"), TOLERANCE);
        }
    }

    @Test
    void theHistoryHasFiguresAlone() {
        Settings settings = on("reference").override("metrics", METRICS).override("training.epochs", "1");
        try (Network network = read(Models.NORMALIZED, settings)) {
            network.train(TrainingListener.NONE);
            assertEquals(Set.of("loss", "accuracy", "f1_score_1", "val_loss", "val_accuracy", "val_f1_score_1",
                    "learning_rate"), network.history().values().keySet());
            assertEquals(Set.of("loss", "accuracy", "f1_score_1"), network.evaluate(Subset.TEST).keySet());
        }
        Settings watched = settings.override("training.early_stopping",
                "{ \"monitor\": \"val_confusion_matrix\", \"mode\": \"max\" }");
        try (Network network = read(Models.NORMALIZED, watched)) {
            assertRefused(SOURCE, () -> network.train(TrainingListener.NONE), "val_confusion_matrix", "val_accuracy");
        }
    }

    private static double[] counted(Network network) {
        double[] matrix = new double[CLASSES * CLASSES];
        int rows = network.rows(Subset.TEST);
        float[] outputs = network.predict(Subset.TEST, 0, rows);
        for (int row = 0; row < rows; row++) {
            int best = 0;
            for (int c = 1; c < CLASSES; c++) {
                best = outputs[row * CLASSES + c] > outputs[row * CLASSES + best] ? c : best;
            }
            matrix[network.label(Subset.TEST, row) * CLASSES + best]++;
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
