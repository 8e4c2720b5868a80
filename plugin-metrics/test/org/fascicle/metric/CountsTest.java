package org.fascicle.metric;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.loss.Domain;
import org.fascicle.api.metric.Metric;
import org.fascicle.api.technique.OptionException;
import org.fascicle.api.technique.TechniqueType;
import org.fascicle.compiler.trace.OutputPrediction;
import org.fascicle.metric.accuracy.Accuracy;
import org.fascicle.metric.auc.Auc;
import org.fascicle.metric.binaryaccuracy.BinaryAccuracy;
import org.fascicle.metric.categoricalaccuracy.CategoricalAccuracy;
import org.fascicle.metric.confusionmatrix.ConfusionMatrix;
import org.fascicle.metric.f1score.F1Score;
import org.fascicle.metric.meanabsoluteerror.MeanAbsoluteError;
import org.fascicle.metric.meansquarederror.MeanSquaredError;
import org.fascicle.metric.precision.Precision;
import org.fascicle.metric.recall.Recall;
import org.fascicle.metric.sparsecategoricalaccuracy.SparseCategoricalAccuracy;
import org.fascicle.metric.sparsetopkcategoricalaccuracy.SparseTopKCategoricalAccuracy;
import org.fascicle.metric.topkcategoricalaccuracy.TopKCategoricalAccuracy;
import org.fascicle.testing.Described;
import org.fascicle.testing.Tensors;
import org.fascicle.testing.TestPlace;
import org.junit.jupiter.api.Test;

/** Metrics over two batches of four rows. */
class CountsTest {
    private static final int ROWS = 4;
    /** Positives with 0.9, 0.6, 0.35, 0.2; negatives with 0.7, 0.5, 0.1, 0.3. */
    private static final double[] FOUND = {0.9, 0.7, 0.6, 0.5, 0.35, 0.1, 0.2, 0.3};
    private static final double[] TRUTH = {1, 0, 1, 0, 1, 0, 1, 0};
    private static final double[] CLASSES = {0.1, 0.2, 0.7, 0.5, 0.3, 0.2, 0.3, 0.3, 0.4, 0.25, 0.5, 0.25};

    private final Tensors tensors = new Tensors(ROWS);

    @Test
    void errorsAreMeansOverAllNumbers() {
        double squares = 0;
        double distances = 0;
        for (int i = 0; i < 8; i++) {
            squares += (FOUND[i] - TRUTH[i]) * (FOUND[i] - TRUTH[i]) / 8;
            distances += Math.abs(FOUND[i] - TRUTH[i]) / 8;
        }
        assertEquals(squares, single(made(MeanSquaredError.class)), 1e-15);
        assertEquals(distances, single(made(MeanAbsoluteError.class)), 1e-15);
    }

    // Rows 0.1 0.2 0.7, 0.5 0.3 0.2, 0.3 0.3 0.4 and 0.25 0.5 0.25 of the classes 2, 1, 0, 2.
    @Test
    void labelsStandForOneAndZeros() {
        double squares = (0.01 + 0.04 + 0.09) + (0.25 + 0.49 + 0.04) + (0.49 + 0.09 + 0.16) + (0.0625 + 0.25 + 0.5625);
        for (Expr labels : List.of(tensors.labels(2, 1, 0, 2), tensors.batch(new int[0], 2, 1, 0, 2))) {
            assertEquals(squares / 12, result(made(MeanSquaredError.class), classes(), labels), 1e-15);
        }
    }

    // Nothing is above 0.7, and one class each above 0.3, 0.3 and 0.25; a tie does not push the right class out.
    @Test
    void topKCountsThoseThatAreMoreProbable() {
        Expr labels = tensors.labels(2, 1, 0, 0);
        Expr each = tensors.batch(new int[] {3}, 0, 0, 1, 0, 1, 0, 1, 0, 0, 1, 0, 0);
        for (Expr target : List.of(labels, each)) {
            assertEquals(0.25, result(made(TopKCategoricalAccuracy.class, "k", 1), classes(), target), 0);
            assertEquals(1, result(made(TopKCategoricalAccuracy.class, "k", 2), classes(), target), 0);
        }
        assertEquals(0.25, result(made(TopKCategoricalAccuracy.class, "k", 1), classes(), tensors.labels(2, 2, 1, 2)), 0);
        assertEquals(0.75, result(made(TopKCategoricalAccuracy.class, "k", 2), classes(), tensors.labels(2, 2, 0, 2)), 0);
        assertEquals(1, result(made(TopKCategoricalAccuracy.class), classes(), tensors.labels(0, 2, 0, 2)), 0);
        assertThrows(IllegalArgumentException.class, () -> single(made(TopKCategoricalAccuracy.class)));
    }

    // Above one half: 0.9 and 0.6 of four positives, 0.7 of four negatives.
    @Test
    void precisionAndRecallHaveAThreshold() {
        assertEquals(2 / 3.0, single(made(Precision.class)), 1e-15);
        assertEquals(0.5, single(made(Recall.class)), 1e-15);
        assertEquals(3 / 5.0, single(made(Precision.class, "thresholds", List.of(0.32))), 1e-15);
        assertEquals(3 / 4.0, single(made(Recall.class, "thresholds", List.of(0.32))), 1e-15);
        assertEquals(0, single(made(Precision.class, "thresholds", List.of(0.95))), 0);
        assertEquals(0, result(made(Recall.class), tensors.batch(new int[0], 1, 1, 1, 1), tensors.labels(0, 0, 0, 0)), 0);
    }

    // Class 1 is found by 0.3 and 0.3 and 0.5 above 0.25, and right in the rows 1 and 3.
    @Test
    void precisionAndRecallLookAtOneClass() {
        Expr labels = tensors.labels(2, 1, 0, 1);
        assertEquals(2 / 3.0, result(made(Precision.class, "thresholds", List.of(0.25), "class_id", 1), classes(), labels),
                1e-15);
        assertEquals(1, result(made(Recall.class, "thresholds", List.of(0.25), "class_id", 1), classes(), labels), 1e-15);
        assertEquals(1, result(made(Precision.class, "thresholds", List.of(0.45)), classes(), tensors.labels(2, 0, 0, 1)), 1e-15);
        assertEquals(0.75, result(made(Recall.class, "thresholds", List.of(0.45)), classes(), tensors.labels(2, 0, 0, 1)), 1e-15);
        String message = assertThrows(IllegalArgumentException.class,
                () -> result(made(Recall.class, "class_id", 3), classes(), labels)).getMessage();
        assertTrue(message.contains("class 3"), message);
    }

    // Above 0.32 as above, above 0.65 are 0.9 of four positives and 0.7 of four negatives.
    @Test
    void severalThresholdsGiveSeveralNumbers() {
        List<Double> thresholds = List.of(0.32, 0.65, 0.95);
        assertArrayEquals(new double[] {3 / 5.0, 1 / 2.0, 0}, numbers(made(Precision.class, "thresholds", thresholds)), 1e-15);
        assertArrayEquals(new double[] {3 / 4.0, 1 / 4.0, 0}, numbers(made(Recall.class, "thresholds", thresholds)), 1e-15);
    }

    private double[] numbers(Metric metric) {
        TestPlace place = new TestPlace(tensors);
        for (int from : new int[] {0, ROWS}) {
            metric.update(new OutputPrediction(column(FOUND, from)), column(TRUTH, from), place.scope());
            place.commit();
        }
        return place.evaluate(metric.result(Shape.batch(1), place.scope()));
    }

    // Weights 2, 0.5, 1, 0 in either batch: 0.9, 0.7, 0.6, 0.5 and 0.35, 0.1, 0.2, 0.3; truth is yes, no, yes, no.
    @Test
    void rowsCountForTheirWeights() {
        double[] weights = {2, 0.5, 1, 0};
        double squares = 0;
        double right = 0;
        for (int i = 0; i < 8; i++) {
            squares += weights[i % 4] * (FOUND[i] - TRUTH[i]) * (FOUND[i] - TRUTH[i]);
            right += (FOUND[i] > 0.5) == (TRUTH[i] == 1) ? weights[i % 4] : 0;
        }
        assertEquals(squares / 7, weighted(made(MeanSquaredError.class), weights), 1e-15);
        assertEquals(right / 7, weighted(made(BinaryAccuracy.class), weights), 1e-15);
        assertEquals(right / 7, weighted(made(Accuracy.class), weights), 1e-15);
        // Found are 2 + 1 of yes and 0.5 of no; yes are 6 in all.
        assertEquals(3 / 3.5, weighted(made(Precision.class), weights), 1e-15);
        assertEquals(3 / 6.0, weighted(made(Recall.class), weights), 1e-15);
        assertEquals(f1(3, 0.5, 3), weighted(made(F1Score.class), weights), 1e-15);
        // Pairs in order, by the products of their weights: with 0.7, the weights of 0.9; with 0.1, all; the weight of 0.5 and 0.3 is 0.
        assertEquals((2 * 0.5 + 6 * 0.5) / 6, weighted(made(Auc.class), weights), 1e-15);
        assertEquals(0, weighted(made(MeanSquaredError.class), new double[4]), 0);
        assertEquals(0, weighted(made(Accuracy.class), new double[4]), 0);
    }

    @Test
    void classesCountForTheirWeights() {
        double[] weights = {2, 0.5, 1, 0};
        TestPlace place = new TestPlace(tensors);
        Metric matrix = made(ConfusionMatrix.class);
        matrix.update(new OutputPrediction(classes()), tensors.labels(2, 1, 0, 2), tensors.batch(new int[0], weights),
                place.scope());
        place.commit();
        assertArrayEquals(new double[] {0, 0, 1, 0.5, 0, 0, 0, 0, 2},
                place.evaluate(matrix.result(Shape.batch(3), place.scope())));
        for (Class<?> metric : List.of(SparseCategoricalAccuracy.class, CategoricalAccuracy.class)) {
            TestPlace other = new TestPlace(tensors);
            Metric accuracy = made(metric);
            accuracy.update(new OutputPrediction(classes()), tensors.labels(2, 1, 0, 2), tensors.batch(new int[0], weights),
                    other.scope());
            other.commit();
            assertEquals(2 / 3.5, other.evaluate(accuracy.result(other.scope()))[0], 1e-15);
        }
    }

    private double weighted(Metric metric, double[] weights) {
        TestPlace place = new TestPlace(tensors);
        for (int from : new int[] {0, ROWS}) {
            metric.update(new OutputPrediction(column(FOUND, from)), column(TRUTH, from), tensors.batch(new int[0], weights),
                    place.scope());
            place.commit();
        }
        return place.evaluate(metric.result(Shape.batch(1), place.scope()))[0];
    }

    @Test
    void categoricalAccuracyTakesLabels() {
        assertEquals(0.5, result(made(CategoricalAccuracy.class), classes(), tensors.labels(2, 1, 2, 0)), 0);
        assertEquals(0.5, result(made(CategoricalAccuracy.class), classes(),
                tensors.batch(new int[] {3}, 0, 0, 1, 0, 1, 0, 0, 0, 1, 1, 0, 0)), 0);
    }

    // Logits whose sigmoids are 0.9, 0.1, 0.7, 0.2: the order is perfect.
    @Test
    void aucTakesLogits() {
        Expr logits = tensors.batch(new int[0], Math.log(9), -Math.log(9), Math.log(7 / 3.0), -Math.log(4));
        assertEquals(1, result(made(Auc.class, "from_logits", true), logits, tensors.labels(1, 0, 1, 0)), 1e-15);
        assertEquals(Domain.Outputs.LOGITS, made(Auc.class, "from_logits", true).domain().outputs());
        for (Class<?> metric : List.of(Auc.class, Accuracy.class, BinaryAccuracy.class, Precision.class, Recall.class,
                F1Score.class,
                ConfusionMatrix.class)) {
            assertEquals(Domain.Outputs.PROBABILITIES, made(metric).domain().outputs());
        }
    }

    // Positives at -1e-7, 0.25, 0.65 and 1 + 1e-7: 4, 3, 1, 0 of 4; negatives: 4, 3, 1, 0 of 4.
    @Test
    void aucTakesThresholds() {
        assertEquals(single(made(Auc.class, "num_thresholds", 3)), single(made(Auc.class, "thresholds", List.of(0.5))), 0);
        double[] yes = {4, 3, 1, 0};
        double[] no = {4, 3, 1, 0};
        double area = 0;
        for (int i = 0; i < 3; i++) {
            area += (no[i] - no[i + 1]) / 4 * (yes[i] + yes[i + 1]) / 8;
        }
        assertEquals(area, single(made(Auc.class, "thresholds", List.of(0.65, 0.25))), 1e-15);
    }

    @Test
    void f1IsTheHarmonicMean() {
        assertEquals(f1(2, 1, 2), single(made(F1Score.class)), 1e-15);
        assertEquals(f1(3, 2, 1), single(made(F1Score.class, "threshold", 0.32)), 1e-15);
        Metric micro = made(F1Score.class, "average", "micro");
        assertEquals(f1(2, 2, 2), result(micro, classes(), tensors.labels(2, 1, 2, 2)), 1e-15);
        assertEquals(0, result(micro, classes(), tensors.labels(0, 1, 0, 0)), 0);
    }

    private static double f1(double right, double wrong, double missed) {
        double precision = right / (right + wrong + 1e-7);
        double recall = right / (right + missed + 1e-7);
        return 2 * precision * recall / (precision + recall + 1e-7);
    }

    // Of 16 pairs of a positive and a negative ten are in order: 0.9 is above 4, 0.6 above 3, 0.35 above 2, 0.2 above 1.
    @Test
    void aucIsTheShareOfPairsInOrder() {
        assertEquals(10 / 16.0, single(made(Auc.class)), 1e-15);
        Expr every = tensors.labels(1, 0, 1, 0);
        Expr ones = tensors.batch(new int[0], 1, 1, 1, 1);
        assertEquals(1, result(made(Auc.class), tensors.batch(new int[0], 0.9, 0.1, 0.7, 0.2), every), 1e-15);
        assertEquals(0.5, result(made(Auc.class), ones, every), 1e-15);
        assertEquals(0, result(made(Auc.class), ones, tensors.labels(1, 1, 1, 1)), 0);
    }

    // Keras's own example: thresholds −1e-7, 0.5 and 1 + 1e-7.
    @Test
    void aucOfKerasExample() {
        assertEquals(0.75, result(made(Auc.class, "num_thresholds", 3),
                tensors.batch(new int[0], 0, 0.5, 0.3, 0.9), tensors.labels(0, 0, 1, 1)), 1e-15);
    }

    // Against loops over the thresholds, with Davis and Goadrich's area between two of them by small steps.
    @Test
    void aucOfPrecisionAndRecallInterpolates() {
        long seed = System.nanoTime();
        System.out.println("CountsTest.aucOfPrecisionAndRecallInterpolates: seed " + seed);
        Random random = new Random(seed);
        int thresholds = 6;
        double[] values = random.doubles(8).toArray();
        double[] truth = {1, 0, 1, 0, 1, 0, random.nextInt(2), random.nextInt(2)};
        double[] right = new double[thresholds];
        double[] found = new double[thresholds];
        for (int k = 0; k < thresholds; k++) {
            double threshold = k == 0 ? -1e-7 : k == thresholds - 1 ? 1 + 1e-7 : k / (thresholds - 1.0);
            for (int i = 0; i < 8; i++) {
                right[k] += values[i] > threshold ? truth[i] : 0;
                found[k] += values[i] > threshold ? 1 : 0;
            }
        }
        double area = 0;
        int steps = 20_000;
        for (int k = 0; k < thresholds - 1; k++) {
            for (int s = 0; s < steps; s++) {
                double share = (s + 0.5) / steps;
                double rightHere = right[k + 1] + share * (right[k] - right[k + 1]);
                double foundHere = found[k + 1] + share * (found[k] - found[k + 1]);
                area += foundHere > 0 ? rightHere / foundHere * (right[k] - right[k + 1]) / steps : 0;
            }
        }
        double expected = area / Arrays.stream(truth).sum();
        Metric auc = made(Auc.class, "num_thresholds", thresholds, "curve", "pr");
        assertEquals(expected, result(auc, column(values, 0), column(truth, 0), column(values, 4), column(truth, 4)), 1e-7);
    }

    @Test
    void targetsThatDoNotFitAreRefused() {
        for (Class<?> metric : List.of(MeanSquaredError.class, Precision.class, Auc.class, F1Score.class)) {
            String message = assertThrows(IllegalArgumentException.class,
                    () -> result(made(metric), classes(), tensors.batch(new int[] {2}, FOUND))).getMessage();
            assertTrue(message.contains("[rows, 2]") && message.contains("[rows, 3]"), message);
        }
    }

    @Test
    void optionsAndNamesAreKeras() {
        assertEquals(List.of("k: a whole number in [1,inf) = 5"), Described.options(TopKCategoricalAccuracy.class));
        List<String> binary = List.of("thresholds: a list of numbers in [0,1] = null", "top_k: a whole number in [1,inf) = null",
                "class_id: a whole number in [0,inf) = null");
        assertEquals(binary, Described.options(Precision.class));
        assertEquals(binary, Described.options(Recall.class));
        assertEquals(List.of("average: one of micro, macro, weighted = null", "threshold: a number in (0,1] = null"),
                Described.options(F1Score.class));
        assertEquals(List.of("num_thresholds: a whole number in [2,inf) = 200", "curve: one of roc, pr = roc",
                "summation_method: one of interpolation, minoring, majoring = interpolation",
                "multi_label: true or false = false", "thresholds: a list of numbers in [0,1] = null",
                "from_logits: true or false = false"), Described.options(Auc.class));
        assertEquals(List.of("threshold: a number in [0,1] = 0.5"), Described.options(BinaryAccuracy.class));
        assertThrows(OptionException.class, () -> made(Auc.class, "num_thresholds", 1));
        assertEquals("metric categorical_accuracy", Described.identity(CategoricalAccuracy.class));
        assertEquals("metric sparse_categorical_accuracy", Described.identity(SparseCategoricalAccuracy.class));
        Map<Class<?>, String> names = Map.of(Auc.class, "auc", F1Score.class, "f1_score", Precision.class, "precision",
                Recall.class, "recall", TopKCategoricalAccuracy.class, "top_k_categorical_accuracy",
                SparseTopKCategoricalAccuracy.class, "sparse_top_k_categorical_accuracy",
                BinaryAccuracy.class, "binary_accuracy", ConfusionMatrix.class, "confusion_matrix",
                MeanAbsoluteError.class, "mean_absolute_error", MeanSquaredError.class, "mean_squared_error");
        names.forEach((technique, name) -> assertEquals("metric " + name, Described.identity(technique)));
    }

    private Expr classes() {
        return tensors.batch(new int[] {3}, CLASSES);
    }

    private Expr column(double[] values, int from) {
        return tensors.batch(new int[] {1}, Arrays.copyOfRange(values, from, from + ROWS));
    }

    private double single(Metric metric) {
        return result(metric, column(FOUND, 0), column(TRUTH, 0), column(FOUND, 4), column(TRUTH, 4));
    }

    /** The metric after batches of predictions, each followed by its targets. */
    private double result(Metric metric, Expr... batches) {
        TestPlace place = new TestPlace(tensors);
        for (int i = 0; i < batches.length; i += 2) {
            metric.update(new OutputPrediction(batches[i]), batches[i + 1], place.scope());
            place.commit();
        }
        Expr result = metric.result(batches[0].shape(), place.scope());
        assertEquals(Shape.scalar(), result.shape());
        return place.evaluate(result)[0];
    }

    private static Metric made(Class<?> technique, Object... options) {
        Map<String, Object> values = new HashMap<>();
        for (int i = 0; i < options.length; i += 2) {
            values.put((String) options[i], options[i + 1]);
        }
        return (Metric) TechniqueType.of(technique).create(values);
    }
}
