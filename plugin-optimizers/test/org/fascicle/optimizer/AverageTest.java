package org.fascicle.optimizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;

import org.junit.jupiter.api.Test;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Expressions;
import org.fascicle.api.expr.Shape;
import org.fascicle.testing.Tensors;
import org.fascicle.testing.TestPlace;

/** The moving averages that a scope keeps for optimizers. */
class AverageTest {
    @Test
    void averagesForgetAndAreCorrected() {
        Tensors tensors = new Tensors(1);
        TestPlace place = new TestPlace(tensors);
        Expr decay = Expressions.constant(0.75);
        double[] latest = {8, 0, 4};
        double[] averages = {2, 1.5, 2.125};
        double[] corrections = {0.25, 0.4375, 0.578125};
        for (int step = 0; step < latest.length; step++) {
            Expr average = place.updateScope().average("m", tensors.real(Shape.of(2), latest[step], -latest[step]), decay);
            assertArrayEquals(new double[] {averages[step], -averages[step]}, place.evaluate(average), 1e-15);
            assertArrayEquals(new double[] {corrections[step]}, place.evaluate(place.updateScope().biasCorrection(decay)), 1e-15);
            place.commit();
        }
        assertEquals(List.of("m"), place.states());
    }
}
