package org.fascicle.metric;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.metric.Metric;
import org.fascicle.api.technique.TechniqueType;
import org.fascicle.compiler.trace.OutputPrediction;
import org.fascicle.metric.auc.Auc;
import org.fascicle.metric.binaryaccuracy.BinaryAccuracy;
import org.fascicle.metric.categoricalaccuracy.CategoricalAccuracy;
import org.fascicle.metric.confusionmatrix.ConfusionMatrix;
import org.fascicle.metric.f1score.F1Score;
import org.fascicle.metric.precision.Precision;
import org.fascicle.metric.recall.Recall;
import org.fascicle.metric.sparsecategoricalaccuracy.SparseCategoricalAccuracy;
import org.fascicle.metric.sparsetopkcategoricalaccuracy.SparseTopKCategoricalAccuracy;
import org.fascicle.metric.topkcategoricalaccuracy.TopKCategoricalAccuracy;
import org.fascicle.testing.Tensors;
import org.fascicle.testing.TestPlace;
import org.junit.jupiter.api.Test;

/** The examples of Keras's and scikit-learn's documentation, and variations that are counted by hand. */
class PublishedExamplesTest {
    /** Keras adds 1e-7 to each denominator of the F1 score. */
    private static final double EPSILON = 4e-7;
    private static final double[] F1_TRUTH = {1, 1, 1, 1, 0, 0, 1, 1, 0};
    private static final double[] F1_VALUES = {0.2, 0.6, 0.7, 0.2, 0.6, 0.6, 0.6, 0.8, 0.0};

    // Keras's F1Score. TP, FP, FN by class: 1 0 2, 2 1 0, 1 1 0; together 4 2 2; rows that are so: 3, 2, 1.
    @Test
    void f1ScoreOfKeras() {
        assertArrayEquals(new double[] {0.5, 0.8, 2 / 3.0}, f1(null), EPSILON);
        assertArrayEquals(new double[] {2 / 3.0}, f1("micro"), EPSILON);
        assertArrayEquals(new double[] {(0.5 + 0.8 + 2 / 3.0) / 3}, f1("macro"), EPSILON);
        assertArrayEquals(new double[] {(3 * 0.5 + 2 * 0.8 + 2 / 3.0) / 6}, f1("weighted"), EPSILON);
    }

    private static double[] f1(String average) {
        Map<String, Object> options = new HashMap<>(Map.of("threshold", 0.5));
        options.put("average", average);
        return new Rows(3).result(metric(F1Score.class, options), 3, F1_VALUES, F1_TRUTH);
    }

    // scikit-learn's f1_score: classes 0 1 2 0 1 2, found to be 0 2 1 0 0 1.
    @Test
    void f1ScoreOfScikitLearn() {
        double[] found = oneHot(3, 0, 2, 1, 0, 0, 1);
        Map<String, double[]> expected = Map.of("micro", new double[] {1 / 3.0}, "macro", new double[] {0.8 / 3},
                "weighted", new double[] {0.8 / 3});
        expected.forEach((average, score) -> {
            Metric f1 = metric(F1Score.class, Map.of("average", average));
            assertArrayEquals(score, new Rows(6).labelled(f1, 3, found, 0, 1, 2, 0, 1, 2), EPSILON);
        });
        assertArrayEquals(new double[] {0.8, 0, 0},
                new Rows(6).labelled(metric(F1Score.class, Map.of()), 3, found, 0, 1, 2, 0, 1, 2), EPSILON);
    }

    // scikit-learn's confusion_matrix: classes 2 0 2 2 0 1, found to be 0 0 2 2 0 2.
    @Test
    void confusionMatrixOfScikitLearn() {
        double[] found = oneHot(3, 0, 0, 2, 2, 0, 2);
        Metric matrix = metric(ConfusionMatrix.class, Map.of());
        double[] expected = {2, 0, 0, 0, 0, 1, 1, 0, 2};
        assertArrayEquals(expected, new Rows(6).labelled(matrix, 3, found, 2, 0, 2, 2, 0, 1), 0);
        assertArrayEquals(expected, new Rows(6).result(matrix, 3, found, oneHot(3, 2, 0, 2, 2, 0, 1)), 0);
    }

    // scikit-learn's confusion_matrix: classes 0 1 0 1, found to be 1 1 1 0.
    @Test
    void confusionMatrixOfASingleOutput() {
        Metric matrix = metric(ConfusionMatrix.class, Map.of());
        assertArrayEquals(new double[] {0, 2, 1, 1},
                new Rows(4).labelled(matrix, 1, new double[] {0.9, 0.8, 0.51, 0.5}, 0, 1, 0, 1), 0);
    }

    @Test
    void confusionMatrixAddsBatchesUp() {
        Tensors tensors = new Tensors(2);
        TestPlace place = new TestPlace(tensors);
        Metric matrix = metric(ConfusionMatrix.class, Map.of());
        Expr found = tensors.batch(new int[] {2}, 0.7, 0.3, 0.4, 0.6);
        for (int batch = 0; batch < 3; batch++) {
            matrix.update(new OutputPrediction(found), tensors.labels(0, batch % 2), place.scope());
            place.commit();
        }
        assertArrayEquals(new double[] {3, 2, 0, 1}, place.evaluate(matrix.result(found.shape(), place.scope())), 0);
        String message = assertThrows(IllegalArgumentException.class, () -> matrix.update(new OutputPrediction(
                tensors.batch(new int[] {1, 2}, 1, 2, 3, 4)), tensors.labels(0, 1), place.scope())).getMessage();
        assertTrue(message.contains("[rows, classes]"), message);
    }

    // Keras's Precision with top_k 2 and 4: one row 1 1 1 1, of which 0 0 1 1 are right; the first of equal ones are taken.
    @Test
    void precisionOfTheGreatestOfKeras() {
        double[] found = {1, 1, 1, 1};
        double[] truth = {0, 0, 1, 1};
        Metric two = metric(Precision.class, Map.of("top_k", 2));
        Metric four = metric(Precision.class, Map.of("top_k", 4));
        assertArrayEquals(new double[] {0}, new Rows(1).result(two, 4, found, truth), 0);
        assertArrayEquals(new double[] {0.5}, new Rows(1).result(four, 4, found, truth), 0);
    }

    // The two greatest of the rows are 0.7 and 0.2, 0.4 and 0.35; wanted are the classes 1 and 2, and 0.
    @Test
    void theGreatestMayNeedAThresholdAsWell() {
        double[] found = {0.1, 0.2, 0.7, 0.4, 0.25, 0.35};
        double[] truth = {0, 1, 1, 1, 0, 0};
        assertEquals(3 / 4.0, of(Precision.class, Map.of("top_k", 2), found, truth));
        assertEquals(1, of(Recall.class, Map.of("top_k", 2), found, truth));
        assertEquals(2 / 3.0, of(Recall.class, Map.of("top_k", 1), found, truth));
        assertEquals(2 / 3.0, of(Precision.class, Map.of("top_k", 2, "thresholds", List.of(0.3)), found, truth));
        assertEquals(1 / 2.0, of(Precision.class, Map.of("top_k", 2, "class_id", 2), found, truth));
        assertThrows(IllegalArgumentException.class, () -> of(Recall.class, Map.of("top_k", 4), found, truth));
    }

    private static double of(Class<?> technique, Map<String, Object> options, double[] found, double[] truth) {
        return new Rows(2).result(metric(technique, options), 3, found, truth)[0];
    }

    // Keras's AUC with thresholds about 0, 0.5, about 1, where the points are (1, 1), (0, 1/2), (0, 0); of precision over
    // recall (1, 1/2), (1/2, 1), (0, 0).
    @Test
    void aucOfHeights() {
        double[] found = {0, 0.5, 0.3, 0.9};
        double[] truth = {0, 0, 1, 1};
        assertEquals(0.75, auc("roc", "interpolation", false, 1, found, truth), 1e-15);
        assertEquals(0.5, auc("roc", "minoring", false, 1, found, truth), 1e-15);
        assertEquals(1, auc("roc", "majoring", false, 1, found, truth), 1e-15);
        assertEquals(0.25, auc("pr", "minoring", false, 1, found, truth), 1e-15);
        assertEquals(1, auc("pr", "majoring", false, 1, found, truth), 1e-15);
    }

    // A second label 1 0 0 0 found to be 0.1 0.2 0.9 0.8, whose points are (1, 1), (2/3, 0), (0, 0): an area of 1/6. Together
    // the points are (1, 1), (2/5, 1/3), (0, 0).
    @Test
    void aucOfEachLabel() {
        double[] found = {0, 0.1, 0.5, 0.2, 0.3, 0.9, 0.9, 0.8};
        double[] truth = {0, 1, 0, 0, 1, 0, 1, 0};
        assertEquals((0.75 + 1 / 6.0) / 2, auc("roc", "interpolation", true, 2, found, truth), 1e-15);
        assertEquals(0.6 * 2 / 3 + 0.4 / 6, auc("roc", "interpolation", false, 2, found, truth), 1e-15);
        double each = (auc("pr", "interpolation", false, 1, new double[] {0, 0.5, 0.3, 0.9}, new double[] {0, 0, 1, 1})
                + auc("pr", "interpolation", false, 1, new double[] {0.1, 0.2, 0.9, 0.8}, new double[] {1, 0, 0, 0})) / 2;
        assertEquals(each, auc("pr", "interpolation", true, 2, found, truth), 1e-15);
    }

    private static double auc(String curve, String summation, boolean multiLabel, int width, double[] found,
            double[] truth) {
        Metric auc = metric(Auc.class, Map.of("num_thresholds", 3, "curve", curve, "summation_method", summation,
                "multi_label", multiLabel));
        return new Rows(4).result(auc, width, found, truth)[0];
    }

    // Keras's BinaryAccuracy, and as many labels a row.
    @Test
    void binaryAccuracyOfKeras() {
        double[] found = {0.98, 1, 0, 0.6};
        double[] truth = {1, 1, 0, 0};
        assertArrayEquals(new double[] {0.75},
                new Rows(4).result(metric(BinaryAccuracy.class, Map.of()), 1, found, truth), 0);
        assertArrayEquals(new double[] {1},
                new Rows(2).result(metric(BinaryAccuracy.class, Map.of("threshold", 0.6)), 2, found, truth), 0);
    }

    // Keras's TopKCategoricalAccuracy and SparseTopKCategoricalAccuracy with k 1.
    @Test
    void topKOfKeras() {
        double[] found = {0.1, 0.9, 0.8, 0.05, 0.95, 0};
        Metric each = metric(TopKCategoricalAccuracy.class, Map.of("k", 1));
        assertArrayEquals(new double[] {0.5}, new Rows(2).result(each, 3, found, oneHot(3, 2, 1)), 0);
        Metric sparse = metric(SparseTopKCategoricalAccuracy.class, Map.of("k", 1));
        assertArrayEquals(new double[] {0.5}, new Rows(2).labelled(sparse, 3, found, 2, 1), 0);
        assertThrows(IllegalArgumentException.class, () -> new Rows(2).result(sparse, 3, found, oneHot(3, 2, 1)));
    }

    // Keras's CategoricalAccuracy and SparseCategoricalAccuracy: the greatest are 1 and 1, and 2 and 1 are right.
    @Test
    void categoricalAccuracyOfKeras() {
        double[] found = {0.1, 0.6, 0.3, 0.05, 0.95, 0};
        Metric each = metric(CategoricalAccuracy.class, Map.of());
        Metric sparse = metric(SparseCategoricalAccuracy.class, Map.of());
        assertArrayEquals(new double[] {0.5}, new Rows(2).result(each, 3, found, oneHot(3, 2, 1)), 0);
        assertArrayEquals(new double[] {0.5}, new Rows(2).labelled(sparse, 3, found, 2, 1), 0);
        assertArrayEquals(new double[] {0.5}, new Rows(2).labelled(each, 3, found, 2, 1), 0);
        assertThrows(IllegalArgumentException.class, () -> new Rows(2).result(sparse, 3, found, oneHot(3, 2, 1)));
    }

    private static double[] oneHot(int classes, int... chosen) {
        double[] values = new double[classes * chosen.length];
        for (int i = 0; i < chosen.length; i++) {
            values[i * classes + chosen[i]] = 1;
        }
        return values;
    }

    private static Metric metric(Class<?> technique, Map<String, Object> options) {
        return (Metric) TechniqueType.of(technique).create(options);
    }

    /** One batch of some rows. */
    private static final class Rows {
        private final Tensors tensors;

        Rows(int count) {
            tensors = new Tensors(count);
        }

        double[] result(Metric metric, int width, double[] found, double[] truth) {
            return result(metric, tensors.batch(new int[] {width}, found), tensors.batch(new int[] {width}, truth));
        }

        double[] labelled(Metric metric, int width, double[] found, int... labels) {
            return result(metric, tensors.batch(new int[] {width}, found), tensors.labels(labels));
        }

        private double[] result(Metric metric, Expr found, Expr target) {
            TestPlace place = new TestPlace(tensors);
            metric.update(new OutputPrediction(found), target, place.scope());
            place.commit();
            Expr result = metric.result(found.shape(), place.scope());
            assertTrue(!result.shape().isBatched(), result.toString());
            return place.evaluate(result);
        }
    }
}
