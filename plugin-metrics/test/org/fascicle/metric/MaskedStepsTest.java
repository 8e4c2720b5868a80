package org.fascicle.metric;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.metric.Metric;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.TechniqueType;
import org.fascicle.compiler.trace.OutputPrediction;
import org.fascicle.metric.accuracy.Accuracy;
import org.fascicle.metric.auc.Auc;
import org.fascicle.metric.binaryaccuracy.BinaryAccuracy;
import org.fascicle.metric.categoricalaccuracy.CategoricalAccuracy;
import org.fascicle.metric.f1score.F1Score;
import org.fascicle.metric.meanabsoluteerror.MeanAbsoluteError;
import org.fascicle.metric.meansquarederror.MeanSquaredError;
import org.fascicle.metric.precision.Precision;
import org.fascicle.metric.recall.Recall;
import org.fascicle.metric.topkcategoricalaccuracy.TopKCategoricalAccuracy;
import org.fascicle.testing.Tensors;
import org.fascicle.testing.TestPlace;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is masked counts nothing, as if its rows had the weight 0 there: two rows of three steps, of which two and one count. */
class MaskedStepsTest {
    private static final int ROWS = 2;
    private static final double EXACT = 1e-12;
    private static final double NONE = Double.NaN;

    private final Tensors tensors = new Tensors(ROWS);
    private final Expr mask = tensors.batch(new int[] {3}, 1, 1, 0, 1, 0, 0).gt(0);
    /** Two classes in each step; the second step of the first row is wrong. */
    private final Expr values = tensors.batch(new int[] {3, 2}, 0.9, 0.1, 0.3, 0.7, 0.6, 0.4, 0.2, 0.8, 0.5, 0.5, NONE, NONE);
    private final Expr truth = tensors.batch(new int[] {3, 2}, 1, 0, 1, 0, 0, 1, 0, 1, 1, 0, 0, 1);
    private final Expr weights = tensors.batch(new int[0], 2, 1);

    @Test
    void sharesOfRightSteps() {
        for (Metric metric : List.of(made(CategoricalAccuracy.class), made(Accuracy.class),
                made(TopKCategoricalAccuracy.class, "k", 1))) {
            both(metric, 2 / 3.0, 3 / 5.0);
        }
        both(made(BinaryAccuracy.class), 4 / 6.0, 6 / 10.0);
    }

    @Test
    void meansOfNumbers() {
        both(made(MeanSquaredError.class), 1.08 / 6, 2.08 / 10);
        both(made(MeanAbsoluteError.class), 2.0 / 6, 3.6 / 10);
    }

    // Found are 0.9, 0.7 and 0.8, of which 0.7 is wrong; 0.3 is not found.
    @Test
    void whatWasFound() {
        both(made(Precision.class), 2 / 3.0, 3 / 5.0);
        both(made(Recall.class), 2 / 3.0, 3 / 5.0);
        assertEquals(2 / 3.0, only(made(F1Score.class, "average", "micro", "threshold", 0.5), null), 1e-6);
        assertArrayEquals(new double[] {2 / 3.0, 2 / 3.0}, results(made(F1Score.class), values, truth, null), 1e-6);
        // Of the first class, 2 of 4 were found and all that was found is right; of the second, 1 of 1, and 1 of 3.
        assertArrayEquals(new double[] {2 / 3.0, 1 / 2.0}, results(made(F1Score.class), values, truth, weights), 1e-6);
    }

    // Positives have 0.9, 0.3 and 0.8, negatives 0.1, 0.7 and 0.2: of nine pairs, 0.3 and 0.7 is the wrong one.
    @Test
    void rankedPairs() {
        both(made(Auc.class), 8 / 9.0, 21 / 25.0);
    }

    @Test
    void aSingleNumberInEachStep() {
        Expr single = tensors.batch(new int[] {3, 1}, 0.9, 0.2, 0.7, 0.6, NONE, 0);
        Expr wanted = tensors.batch(new int[] {3}, 1, 1, 0, 1, 1, 1);
        assertArrayEquals(new double[] {2 / 3.0}, results(made(Accuracy.class), single, wanted, null), EXACT);
        assertArrayEquals(new double[] {3 / 5.0}, results(made(Accuracy.class), single, wanted, weights), EXACT);
    }

    @Test
    void stepsThatAreTakenForClassesAreRefused() {
        Expr scores = tensors.batch(new int[] {3}, 1, 2, 3, 4, 5, 6);
        assertEquals("needs an axis of classes or numbers behind the 3 steps, some of which are masked",
                assertThrows(IllegalArgumentException.class,
                        () -> results(made(CategoricalAccuracy.class), scores, tensors.labels(0, 1), null)).getMessage());
    }

    private void both(Metric metric, double expected, double weighed) {
        assertEquals(expected, only(metric, null), EXACT, metric.toString());
        assertEquals(weighed, only(metric, weights), EXACT, metric.toString());
    }

    private double only(Metric metric, @Nullable Expr rows) {
        double[] results = results(metric, values, truth, rows);
        assertEquals(1, results.length);
        return results[0];
    }

    private double[] results(Metric metric, Expr judged, Expr target, @Nullable Expr rows) {
        TestPlace place = new TestPlace(tensors);
        Scope scope = place.scope();
        OutputPrediction prediction = new OutputPrediction(scope.masked(judged, mask));
        if (rows == null) {
            metric.update(prediction, target, scope);
        } else {
            metric.update(prediction, target, rows, scope);
        }
        place.commit();
        return place.evaluate(metric.result(judged.shape(), place.scope()));
    }

    private static Metric made(Class<? extends Metric> type, Object... options) {
        Map<String, Object> given = new HashMap<>();
        for (int i = 0; i < options.length; i += 2) {
            given.put((String) options[i], options[i + 1]);
        }
        return (Metric) TechniqueType.of(type).create(given);
    }
}
