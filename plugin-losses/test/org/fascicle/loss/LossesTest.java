package org.fascicle.loss;

import static org.fascicle.api.expr.Expressions.softmax;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.fascicle.api.loss.Loss;
import org.fascicle.api.loss.Prediction;
import org.fascicle.api.technique.TechniqueType;
import org.fascicle.compiler.trace.OutputPrediction;
import org.fascicle.loss.meansquarederror.MeanSquaredError;
import org.fascicle.loss.sparsecategoricalcrossentropy.SparseCategoricalCrossentropy;
import org.fascicle.testing.Described;
import org.fascicle.testing.Tensors;
import org.fascicle.testing.TestPlace;
import org.junit.jupiter.api.Test;

class LossesTest {
    private final Tensors tensors = new Tensors(3);

    @Test
    void crossEntropyIsMinusTheLogarithmOfTheRightProbability() {
        Expr probabilities = tensors.batch(new int[] {2}, 0.25, 0.75, 0.5, 0.5, 1, 0);
        assertArrayEquals(new double[] {1.3862943611198906, 0.6931471805599453, -Math.log(1 - 1e-7)},
                loss(crossEntropy(false), new OutputPrediction(probabilities), tensors.labels(0, 1, 0)), 1e-15);
    }

    // 0.5 of 2.5, 3 of 4; of a row of zeros each share is taken as 1e-7.
    @Test
    void crossEntropyDividesOutputsByTheirSum() {
        Expr outputs = tensors.batch(new int[] {2}, 0.5, 2, 1, 3, 0, 0);
        assertArrayEquals(new double[] {-Math.log(0.2), -Math.log(0.75), -Math.log(1e-7)},
                loss(crossEntropy(false), new OutputPrediction(outputs), tensors.labels(0, 1, 1)), 1e-14);
    }

    @Test
    void rowsOfAnIgnoredClassDoNotCount() {
        Loss loss = (Loss) TechniqueType.of(SparseCategoricalCrossentropy.class).create(Map.of("ignore_class", 1));
        Expr outputs = tensors.batch(new int[] {2}, 0.25, 0.75, 0.5, 0.5, 0.4, 0.6);
        Expr labels = tensors.labels(0, 1, 0);
        assertArrayEquals(new double[] {-Math.log(0.25), 0, -Math.log(0.4)}, loss(loss, new OutputPrediction(outputs), labels),
                1e-15);
        assertArrayEquals(new double[] {1, 0, 1}, tensors.evaluate(loss.counted(labels).cast(Type.REAL)));
        assertEquals(1, loss.domain().ignored().orElseThrow());
        assertNull(crossEntropy(false).counted(labels));
    }

    // log(e + e² + e³) = 3.4076059644443806
    @Test
    void crossEntropyOfLogitsIsTheSameWithAndWithoutSoftmax() {
        Expr logits = tensors.batch(new int[] {3}, 1, 2, 3, 1, 2, 3, 1, 2, 3);
        double[] expected = {2.4076059644443806, 1.4076059644443806, 0.4076059644443806};
        assertArrayEquals(expected, loss(crossEntropy(false), new OutputPrediction(softmax(logits)), tensors.labels(0, 1, 2)),
                1e-15);
        assertArrayEquals(expected, loss(crossEntropy(true), new OutputPrediction(logits), tensors.labels(0, 1, 2)), 1e-15);
    }

    @Test
    void crossEntropyStaysFiniteForHugeLogits() {
        Expr logits = tensors.batch(new int[] {2}, 1e4, -1e4, 1e4, -1e4, 0, 0);
        assertArrayEquals(new double[] {0, 2e4, 0.6931471805599453},
                loss(crossEntropy(false), new OutputPrediction(softmax(logits)), tensors.labels(0, 1, 1)), 1e-11);
    }

    @Test
    void crossEntropyNeedsOneAxisOfClasses() {
        Expr values = tensors.batch(new int[0], 1, 2, 3);
        String message = assertThrows(IllegalArgumentException.class,
                () -> loss(crossEntropy(false), new OutputPrediction(values), tensors.labels(0, 0, 0))).getMessage();
        assertTrue(message.contains("[rows]"), message);
    }

    @Test
    void squaredErrorIsTheMeanOverARow() {
        Expr values = tensors.batch(new int[] {2}, 1, 2, 3, 4, 5, 6);
        Expr target = tensors.batch(new int[] {2}, 1, 4, 0, 4, 4, 3);
        assertArrayEquals(new double[] {2, 4.5, 5}, loss(new MeanSquaredError(), new OutputPrediction(values), target),
                1e-15);
    }

    @Test
    void squaredErrorOfMoreAxesIsToo() {
        Expr values = tensors.batch(new int[] {2, 2}, 1, 2, 3, 4, 0, 0, 0, 0, 2, 0, 0, 0);
        Expr target = tensors.batch(new int[] {2, 2}, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
        assertArrayEquals(new double[] {7.5, 0, 1}, loss(new MeanSquaredError(), new OutputPrediction(values), target),
                1e-15);
    }

    @Test
    void squaredErrorTakesOneNumberARowWithOrWithoutAnAxis() {
        double[] expected = {0, 1, 9};
        for (int[] value : new int[][] {{}, {1}}) {
            for (int[] wanted : new int[][] {{}, {1}, {1, 1}}) {
                Prediction prediction = new OutputPrediction(tensors.batch(value, 1, 2, 3));
                assertArrayEquals(expected, loss(new MeanSquaredError(), prediction, tensors.batch(wanted, 1, 3, 0)), 1e-15);
            }
        }
    }

    @Test
    void squaredErrorRefusesOtherShapes() {
        Expr values = tensors.batch(new int[] {2}, 1, 2, 3, 4, 5, 6);
        String message = assertThrows(IllegalArgumentException.class,
                () -> loss(new MeanSquaredError(), new OutputPrediction(values), tensors.batch(new int[] {1}, 1, 2, 3)))
                .getMessage();
        assertTrue(message.contains("[rows, 1]") && message.contains("[rows, 2]"), message);
    }

    @Test
    void optionsTargetsAndNames() {
        assertEquals(
                List.of("from_logits: true or false = false", "ignore_class: a whole number = null", "axis: a whole number = -1"),
                Described.options(SparseCategoricalCrossentropy.class));
        assertEquals(List.of(), Described.options(MeanSquaredError.class));
        assertEquals("loss sparse_categorical_crossentropy", Described.identity(SparseCategoricalCrossentropy.class));
        assertEquals("loss mean_squared_error", Described.identity(MeanSquaredError.class));
        assertEquals(Loss.Target.LABEL, crossEntropy(false).target());
        assertEquals(Loss.Target.VALUES, new MeanSquaredError().target());
    }

    private static Loss crossEntropy(boolean fromLogits) {
        return (Loss) TechniqueType.of(SparseCategoricalCrossentropy.class).create(Map.of("from_logits", fromLogits));
    }

    private double[] loss(Loss loss, Prediction prediction, Expr target) {
        Expr each = loss.loss(prediction, target, new TestPlace(tensors).scope());
        assertEquals(Shape.batch(), each.shape());
        return tensors.evaluate(each);
    }
}
