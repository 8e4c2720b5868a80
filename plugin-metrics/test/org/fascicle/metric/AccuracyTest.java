package org.fascicle.metric;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;

import org.junit.jupiter.api.Test;

import org.fascicle.api.expr.Expr;
import org.fascicle.compiler.trace.OutputPrediction;
import org.fascicle.metric.accuracy.Accuracy;
import org.fascicle.testing.Described;
import org.fascicle.testing.Tensors;
import org.fascicle.testing.TestPlace;

class AccuracyTest {
    private final Tensors tensors = new Tensors(3);
    private final TestPlace place = new TestPlace(tensors);

    @Test
    void theMostProbableClassCountsOverAllBatches() {
        Expr values = tensors.batch(new int[] {2}, 0.25, 0.75, 0.5, 0.5, 1, 0);
        update(values, tensors.labels(1, 0, 1));
        assertArrayEquals(new double[] {2}, place.kept("correct"), 0);
        assertArrayEquals(new double[] {3}, place.kept("count"), 0);
        update(values, tensors.labels(0, 1, 1));
        assertArrayEquals(new double[] {2}, place.kept("correct"), 0);
        assertArrayEquals(new double[] {2.0 / 6}, place.evaluate(new Accuracy().result(place.scope())), 1e-15);
    }

    @Test
    void aSingleOutputIsOneAboveOneHalf() {
        for (int[] shape : new int[][] {{}, {1}}) {
            assertEquals(2, correct(tensors.batch(shape, 0.5, 0.51, 0.9), tensors.labels(0, 1, 0)), 0);
            assertEquals(2, correct(tensors.batch(shape, 0.5, 0.51, 0.9), tensors.batch(new int[0], 0, 1, 0)), 0);
            assertEquals(1, correct(tensors.batch(shape, 0.5, 0.51, 0.9), tensors.batch(new int[] {1}, 0.4, 1, 1.5)), 0);
        }
    }

    @Test
    void oneNumberForEachClassMeansTheGreatest() {
        Expr values = tensors.batch(new int[] {3}, 0.2, 0.3, 0.5, 0.6, 0.3, 0.1, 0.1, 0.8, 0.1);
        Expr target = tensors.batch(new int[] {3}, 0, 0, 1, 0, 1, 0, 0, 1, 0);
        assertEquals(2, correct(values, target), 0);
    }

    @Test
    void labelsMayBeReal() {
        Expr values = tensors.batch(new int[] {2}, 0.25, 0.75, 0.5, 0.5, 1, 0);
        assertEquals(2, correct(values, tensors.batch(new int[0], 1, 0, 1)), 0);
    }

    @Test
    void targetsThatDoNotFitAreRefused() {
        Expr values = tensors.batch(new int[] {2}, 1, 0, 1, 0, 1, 0);
        assertThrows(IllegalArgumentException.class,
                () -> update(values, tensors.batch(new int[] {3}, 0, 0, 0, 0, 0, 0, 0, 0, 0)));
        Expr single = tensors.batch(new int[] {1}, 1, 0, 1);
        assertThrows(IllegalArgumentException.class, () -> update(single, values));
    }

    @Test
    void itIsKerasAccuracy() {
        assertEquals("metric accuracy", Described.identity(Accuracy.class));
        assertEquals(List.of(), Described.options(Accuracy.class));
    }

    private void update(Expr values, Expr target) {
        new Accuracy().update(new OutputPrediction(values), target, place.scope());
        place.commit();
    }

    private double correct(Expr values, Expr target) {
        TestPlace fresh = new TestPlace(tensors);
        new Accuracy().update(new OutputPrediction(values), target, fresh.scope());
        fresh.commit();
        assertArrayEquals(new double[] {3}, fresh.kept("count"), 0);
        return fresh.kept("correct")[0];
    }
}
