package org.fascicle.loss;

import static org.fascicle.api.expr.Expressions.sigmoid;
import static org.fascicle.api.expr.Expressions.softmax;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.loss.Domain;
import org.fascicle.api.loss.Loss;
import org.fascicle.api.loss.Prediction;
import org.fascicle.api.technique.OptionException;
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
import org.fascicle.testing.Described;
import org.fascicle.testing.Tensors;
import org.fascicle.testing.TestPlace;
import org.junit.jupiter.api.Test;

/** Losses that compare predictions with numbers of their own shape, against loops over the rows. */
class PairedLossesTest {
    private static final double[] VALUES = {0.5, -1.5, 4, -0.25, 0, 1.75};
    private static final double[] WANTED = {0.75, 1, 1, -0.25, -3, 1};
    private static final double[] LOGITS = {1.5, -2, 0.25, 0, -0.5, 3};
    private static final double[] SHARES = {0.2, 0.8, 1, 0, 0.5, 0.5};

    private final Tensors tensors = new Tensors(3);

    @Test
    void distances() {
        compare(MeanAbsoluteError.class, Map.of(), (p, t) -> Math.abs(p - t));
        compare(Huber.class, Map.of(), (p, t) -> Math.abs(p - t) <= 1 ? (p - t) * (p - t) / 2 : Math.abs(p - t) - 0.5);
        compare(Huber.class, Map.of("delta", 2.5),
                (p, t) -> Math.abs(p - t) <= 2.5 ? (p - t) * (p - t) / 2 : 2.5 * Math.abs(p - t) - 3.125);
        compare(LogCosh.class, Map.of(), (p, t) -> Math.log(Math.cosh(p - t)));
    }

    @Test
    void logCoshIsExactFarAndNear() {
        Expr values = tensors.batch(new int[0], 1e30, 1e-6, -3000);
        double[] loss = loss(made(LogCosh.class, Map.of()), new OutputPrediction(values),
                tensors.batch(new int[0], 0, 0, 0));
        assertEquals(1e30, loss[0], 1e15);
        assertEquals(5e-13, loss[1], 1e-21);
        assertEquals(3000 - Math.log(2), loss[2], 1e-12);
    }

    @Test
    void hingeHasAMarginOnTheRightSide() {
        Expr values = tensors.batch(new int[] {2}, 0.5, -1.5, 0.5, -0.5, 2, 3);
        double[] expected = {(0.5 + 2.5) / 2, (1.5 + 0.5) / 2, 0};
        assertArrayEquals(expected, loss(made(Hinge.class, Map.of()), new OutputPrediction(values),
                tensors.batch(new int[] {2}, 1, 1, -1, -1, 1, 1)), 1e-15);
        assertArrayEquals(expected, loss(made(Hinge.class, Map.of()), new OutputPrediction(values),
                tensors.batch(new int[] {2}, 1, 1, 0, 0, 1, 1)), 1e-15);
    }

    @Test
    void cosineSimilarityForgetsLengths() {
        Expr values = tensors.batch(new int[] {2}, 3, 4, 0, 0, -1e3, 0);
        Expr wanted = tensors.batch(new int[] {2}, 4, 3, 1, 0, 2, 0);
        assertArrayEquals(new double[] {-0.96, 0, 1},
                loss(made(CosineSimilarity.class, Map.of()), new OutputPrediction(values), wanted), 1e-15);
    }

    // The columns of each row as vectors: (3, 4) and (4, 3), (0, 1) and (1, 0).
    @Test
    void cosineSimilarityTakesAnyAxisBehindTheRows() {
        Expr values = tensors.batch(new int[] {2, 2}, 3, 0, 4, 1, 3, 0, 4, 1, 0, 0, 0, 0);
        Expr wanted = tensors.batch(new int[] {2, 2}, 4, 1, 3, 0, 8, 0, 6, 5, 1, 1, 1, 1);
        assertArrayEquals(new double[] {-0.48, -0.98, 0},
                loss(made(CosineSimilarity.class, Map.of("axis", 1)), new OutputPrediction(values), wanted), 1e-15);
        assertThrows(IllegalArgumentException.class, () -> loss(made(CosineSimilarity.class, Map.of("axis", 0)),
                new OutputPrediction(values), wanted));
        assertEquals(List.of("axis: a whole number = -1"), Described.options(CosineSimilarity.class));
    }

    @Test
    void klDivergenceClipsBoth() {
        double[] predicted = {0.25, 0.75, 0.5, 0.5, 1, 0};
        double[] expected = new double[3];
        for (int i = 0; i < 6; i++) {
            double p = Math.min(Math.max(predicted[i], 1e-7), 1);
            double t = Math.min(Math.max(SHARES[i], 1e-7), 1);
            expected[i / 2] += t * Math.log(t / p);
        }
        Prediction prediction = new OutputPrediction(tensors.batch(new int[] {2}, predicted));
        assertArrayEquals(expected,
                loss(made(KlDivergence.class, Map.of()), prediction, tensors.batch(new int[] {2}, SHARES)), 1e-14);
    }

    @Test
    void categoricalCrossEntropyWeighsLogarithms() {
        for (double smoothing : new double[] {0, 0.1}) {
            double[] expected = new double[3];
            for (int i = 0; i < 6; i++) {
                double sum = Math.exp(LOGITS[i / 2 * 2]) + Math.exp(LOGITS[i / 2 * 2 + 1]);
                expected[i / 2] -= (SHARES[i] * (1 - smoothing) + smoothing / 2) * Math.log(Math.exp(LOGITS[i]) / sum);
            }
            Expr logits = tensors.batch(new int[] {2}, LOGITS);
            Expr wanted = tensors.batch(new int[] {2}, SHARES);
            assertArrayEquals(expected,
                    loss(categorical(false, smoothing), new OutputPrediction(softmax(logits)), wanted), 1e-14);
            assertArrayEquals(expected, loss(categorical(true, smoothing), new OutputPrediction(logits), wanted), 1e-14);
        }
    }

    @Test
    void categoricalCrossEntropyTakesTheClassOfARow() {
        Expr logits = tensors.batch(new int[] {2}, LOGITS);
        double[] expected = loss(categorical(false, 0.1), new OutputPrediction(softmax(logits)),
                tensors.batch(new int[] {2}, 0, 1, 1, 0, 1, 0));
        assertArrayEquals(expected,
                loss(categorical(false, 0.1), new OutputPrediction(softmax(logits)), tensors.batch(new int[0], 1, 0, 0)), 0);
    }

    // log(1 + exp(−z)) for yes, log(1 + exp(z)) for no.
    @Test
    void binaryCrossEntropyJudgesEachNumber() {
        for (double smoothing : new double[] {0, 0.2}) {
            double[] expected = new double[3];
            for (int i = 0; i < 6; i++) {
                double yes = SHARES[i] * (1 - smoothing) + smoothing / 2;
                expected[i / 2] += yes * Math.log(1 + Math.exp(-LOGITS[i])) / 2;
                expected[i / 2] += (1 - yes) * Math.log(1 + Math.exp(LOGITS[i])) / 2;
            }
            Expr logits = tensors.batch(new int[] {2}, LOGITS);
            double[] probabilities = LOGITS.clone();
            for (int i = 0; i < 6; i++) {
                probabilities[i] = 1 / (1 + Math.exp(-LOGITS[i]));
            }
            Expr wanted = tensors.batch(new int[] {2}, SHARES);
            assertArrayEquals(expected, loss(binary(false, smoothing), new OutputPrediction(sigmoid(logits)), wanted), 1e-14);
            assertArrayEquals(expected, loss(binary(true, smoothing), new OutputPrediction(logits), wanted), 1e-14);
            assertArrayEquals(expected, loss(binary(false, smoothing),
                    new OutputPrediction(tensors.batch(new int[] {2}, probabilities)), wanted), 1e-14);
        }
    }

    /** Keras divides outputs by their sum, and takes shares as at least 1e-7 and at most 1 - 1e-7. */
    @Test
    void categoricalCrossEntropyDividesOutputsByTheirSum() {
        double[] outputs = {0.2, 0.6, 0, 3, 0, 0};
        double[] expected = new double[3];
        for (int i = 0; i < 6; i++) {
            double sum = outputs[i / 2 * 2] + outputs[i / 2 * 2 + 1];
            double share = Math.min(Math.max(sum == 0 ? 0 : outputs[i] / sum, 1e-7), 1 - 1e-7);
            expected[i / 2] -= SHARES[i] * Math.log(share);
        }
        assertArrayEquals(expected, loss(categorical(false, 0), new OutputPrediction(tensors.batch(new int[] {2}, outputs)),
                tensors.batch(new int[] {2}, SHARES)), 1e-14);
    }

    @Test
    void categoricalCrossEntropyDividesSigmoidsByTheirSum() {
        double[] expected = new double[3];
        for (int i = 0; i < 6; i++) {
            double sum = 1 / (1 + Math.exp(-LOGITS[i / 2 * 2])) + 1 / (1 + Math.exp(-LOGITS[i / 2 * 2 + 1]));
            expected[i / 2] -= SHARES[i] * Math.log(1 / (1 + Math.exp(-LOGITS[i])) / sum);
        }
        assertArrayEquals(expected, loss(categorical(false, 0),
                new OutputPrediction(sigmoid(tensors.batch(new int[] {2}, LOGITS))), tensors.batch(new int[] {2}, SHARES)),
                1e-14);
    }

    // Each row has two columns of classes: the mean of their two cross-entropies.
    @Test
    void categoricalCrossEntropyTakesAnyAxisBehindTheRows() {
        double[] outputs = {0.1, 0.4, 0.3, 0.4, 0.5, 0.25, 0.5, 0.75, 0.2, 0.3, 0.8, 0.7};
        double[] wanted = {1, 0, 0, 1, 0, 1, 1, 0, 0.5, 0.5, 0.5, 0.5};
        double[] expected = new double[3];
        double[] logits = outputs.clone();
        for (int row = 0; row < 3; row++) {
            for (int column = 0; column < 2; column++) {
                double sum = outputs[row * 4 + column] + outputs[row * 4 + 2 + column];
                for (int i = 0; i < 2; i++) {
                    int at = row * 4 + i * 2 + column;
                    expected[row] -= wanted[at] * Math.log(outputs[at] / sum) / 2;
                    logits[at] = Math.log(outputs[at]) + row - column;
                }
            }
        }
        Expr target = tensors.batch(new int[] {2, 2}, wanted);
        Map<String, ?> axis = Map.of("axis", 1);
        assertArrayEquals(expected, loss(made(CategoricalCrossentropy.class, axis),
                new OutputPrediction(tensors.batch(new int[] {2, 2}, outputs)), target), 1e-14);
        assertArrayEquals(expected, loss(made(CategoricalCrossentropy.class, Map.of("axis", 1, "from_logits", true)),
                new OutputPrediction(tensors.batch(new int[] {2, 2}, logits)), target), 1e-14);
        assertThrows(IllegalArgumentException.class, () -> loss(made(CategoricalCrossentropy.class, Map.of("axis", 0)),
                new OutputPrediction(tensors.batch(new int[] {2, 2}, outputs)), target));
    }

    @Test
    void binaryCrossEntropyTakesProbabilitiesAsBetweenTheirBounds() {
        Expr beyond = tensors.batch(new int[] {1}, 1.5, -0.5, 0.25);
        Expr wanted = tensors.batch(new int[0], 1, 1, 1);
        assertArrayEquals(new double[] {-Math.log(1 - 1e-7), -Math.log(1e-7), -Math.log(0.25)},
                loss(binary(false, 0), new OutputPrediction(beyond), wanted), 1e-14);
    }

    @Test
    void domains() {
        assertEquals(Domain.Outputs.PROBABILITIES, binary(false, 0).domain().outputs());
        assertEquals(Domain.Outputs.LOGITS, binary(true, 0).domain().outputs());
        assertEquals(Domain.Targets.UNIT_INTERVAL, binary(false, 0).domain().targets());
        assertEquals(Domain.Outputs.DISTRIBUTION, categorical(false, 0).domain().outputs());
        assertEquals(Domain.Outputs.DISTRIBUTION_LOGITS, categorical(true, 0).domain().outputs());
        assertEquals(Domain.Units.CLASSES, categorical(true, 0).domain().units());
        assertEquals(Domain.Targets.SIGNS, made(Hinge.class, Map.of()).domain().targets());
        assertEquals(Domain.Outputs.ANY, made(Huber.class, Map.of()).domain().outputs());
    }

    @Test
    void binaryCrossEntropyStaysFinite() {
        Expr logits = tensors.batch(new int[] {1}, 1e4, -1e4, 1e4);
        Expr wanted = tensors.batch(new int[0], 0, 0, 1);
        assertArrayEquals(new double[] {1e4, 0, 0}, loss(binary(false, 0), new OutputPrediction(sigmoid(logits)), wanted), 1e-11);
        Expr certain = tensors.batch(new int[] {1}, 1, 0, 1);
        assertArrayEquals(new double[] {-Math.log(1e-7), -Math.log(1 - 1e-7), -Math.log(1 - 1e-7)},
                loss(binary(false, 0), new OutputPrediction(certain), wanted), 1e-8);
    }

    @Test
    void oneNumberARowMayHaveAnAxis() {
        for (Class<?> technique : List.of(MeanAbsoluteError.class, Huber.class, LogCosh.class, Hinge.class,
                BinaryCrossentropy.class)) {
            Expr flat = tensors.batch(new int[0], 0.25, 0.5, 0.75);
            Expr column = tensors.batch(new int[] {1}, 0.25, 0.5, 0.75);
            Expr ones = tensors.batch(new int[0], 1, 1, 1);
            assertArrayEquals(loss(made(technique, Map.of()), new OutputPrediction(flat), ones),
                    loss(made(technique, Map.of()), new OutputPrediction(column), ones), 0);
        }
    }

    @Test
    void otherShapesAreRefused() {
        Expr values = tensors.batch(new int[] {2}, VALUES);
        for (Class<?> technique : List.of(MeanAbsoluteError.class, Huber.class, LogCosh.class, Hinge.class,
                BinaryCrossentropy.class, CategoricalCrossentropy.class, KlDivergence.class, CosineSimilarity.class)) {
            String message = assertThrows(IllegalArgumentException.class, () -> loss(made(technique, Map.of()),
                    new OutputPrediction(values), tensors.batch(new int[] {1}, 1, 2, 3))).getMessage();
            assertTrue(message.contains("[rows, 1]") && message.contains("[rows, 2]"), message);
        }
    }

    @Test
    void optionsTargetsAndNames() {
        String logits = "from_logits: true or false = false";
        String smoothing = "label_smoothing: a number in [0,1] = 0.0";
        String axis = "axis: a whole number = -1";
        assertEquals(List.of(logits, smoothing, axis), Described.options(CategoricalCrossentropy.class));
        assertEquals(List.of(logits, smoothing, axis), Described.options(BinaryCrossentropy.class));
        assertEquals(List.of("delta: a number in (0,inf) = 1.0"), Described.options(Huber.class));
        assertThrows(OptionException.class, () -> made(Huber.class, Map.of("delta", 0.0)));
        Map<Class<?>, String> names = Map.of(CategoricalCrossentropy.class, "categorical_crossentropy",
                BinaryCrossentropy.class, "binary_crossentropy", MeanAbsoluteError.class, "mean_absolute_error",
                Huber.class, "huber", LogCosh.class, "log_cosh", KlDivergence.class, "kl_divergence",
                CosineSimilarity.class, "cosine_similarity", Hinge.class, "hinge");
        names.forEach((technique, name) -> {
            assertEquals("loss " + name, Described.identity(technique));
            assertEquals(Loss.Target.VALUES, made(technique, Map.of()).target());
        });
    }

    private void compare(Class<?> technique, Map<String, ?> options, DoubleBinaryOperator each) {
        double[] expected = new double[3];
        for (int i = 0; i < 6; i++) {
            expected[i / 2] += each.applyAsDouble(VALUES[i], WANTED[i]) / 2;
        }
        Prediction prediction = new OutputPrediction(tensors.batch(new int[] {2}, VALUES));
        assertArrayEquals(expected, loss(made(technique, options), prediction, tensors.batch(new int[] {2}, WANTED)), 1e-14);
    }

    private static Loss categorical(boolean fromLogits, double smoothing) {
        return made(CategoricalCrossentropy.class, Map.of("from_logits", fromLogits, "label_smoothing", smoothing));
    }

    private static Loss binary(boolean fromLogits, double smoothing) {
        return made(BinaryCrossentropy.class, Map.of("from_logits", fromLogits, "label_smoothing", smoothing));
    }

    private static Loss made(Class<?> technique, Map<String, ?> options) {
        return (Loss) TechniqueType.of(technique).create(options);
    }

    private double[] loss(Loss loss, Prediction prediction, Expr target) {
        Expr each = loss.loss(prediction, target, new TestPlace(tensors).scope());
        assertEquals(Shape.batch(), each.shape());
        return tensors.evaluate(each);
    }
}
