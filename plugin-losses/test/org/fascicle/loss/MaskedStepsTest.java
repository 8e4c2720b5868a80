package org.fascicle.loss;

import static java.lang.Math.cosh;
import static java.lang.Math.log;
import static java.lang.Math.sqrt;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.loss.Loss;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.TechniqueType;
import org.fascicle.compiler.trace.OutputPrediction;
import org.fascicle.loss.binarycrossentropy.BinaryCrossentropy;
import org.fascicle.loss.categoricalcrossentropy.CategoricalCrossentropy;
import org.fascicle.loss.cosinesimilarity.CosineSimilarity;
import org.fascicle.loss.hinge.Hinge;
import org.fascicle.loss.huber.Huber;
import org.fascicle.loss.kldivergence.KlDivergence;
import org.fascicle.loss.logcosh.LogCosh;
import org.fascicle.loss.meanabsoluteerror.MeanAbsoluteError;
import org.fascicle.loss.meansquarederror.MeanSquaredError;
import org.fascicle.testing.Tensors;
import org.fascicle.testing.TestPlace;
import org.junit.jupiter.api.Test;

/** The loss of a row is the mean over the steps that count: of three rows with two steps, both count, one and none. */
class MaskedStepsTest {
    /** Keras's losses keep probabilities 1e-7 away from 0 and 1. */
    private static final double NEAR = 1e-5;

    private final Tensors tensors = new Tensors(3);
    private final Expr mask = tensors.batch(new int[] {2}, 1, 1, 1, 0, 0, 0).gt(0);
    private final Expr values = tensors.batch(new int[] {2, 2}, 0.9, 0.1, 0.3, 0.7, 0.2, 0.8, 0.5, 0.5, 0.6, 0.4, 0.6, 0.4);
    private final Expr truth = tensors.batch(new int[] {2, 2}, 1, 0, 1, 0, 0, 1, 1, 0, 0, 1, 1, 0);

    @Test
    void distances() {
        losses(MeanSquaredError.class, 0.25, 0.04);
        losses(MeanAbsoluteError.class, 0.4, 0.2);
        losses(Huber.class, 0.125, 0.02);
        losses(LogCosh.class, (log(cosh(0.1)) + log(cosh(0.7))) / 2, log(cosh(0.2)));
    }

    @Test
    void probabilities() {
        losses(CategoricalCrossentropy.class, -(log(0.9) + log(0.3)) / 2, -log(0.8));
        losses(BinaryCrossentropy.class, -(log(0.9) + log(0.3)) / 2, -log(0.8));
        losses(KlDivergence.class, -(log(0.9) + log(0.3)) / 2, -log(0.8));
    }

    // Targets 0 and 1 are read as −1 and 1: 0.1 and 1.1, 0.7 and 1.7; 1.2 and 0.2.
    @Test
    void marginsAndAngles() {
        losses(Hinge.class, (0.6 + 1.2) / 2, 0.7);
        losses(CosineSimilarity.class, -(0.9 / sqrt(0.82) + 0.3 / sqrt(0.58)) / 2, -0.8 / sqrt(0.68));
    }

    private void losses(Class<? extends Loss> type, double first, double second) {
        Scope scope = new TestPlace(tensors).scope();
        Loss loss = (Loss) TechniqueType.of(type).create(Map.of());
        Expr each = loss.loss(new OutputPrediction(scope.masked(values, mask)), truth, scope);
        assertEquals(Shape.batch(), each.shape());
        assertArrayEquals(new double[] {first, second, 0}, tensors.evaluate(each), NEAR, type.getSimpleName());
    }
}
