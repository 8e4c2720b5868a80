package org.fascicle.activation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.Test;

import org.fascicle.activation.celu.Celu;
import org.fascicle.activation.exponential.Exponential;
import org.fascicle.activation.gelu.Gelu;
import org.fascicle.activation.glu.Glu;
import org.fascicle.activation.hardshrink.HardShrink;
import org.fascicle.activation.hardsigmoid.HardSigmoid;
import org.fascicle.activation.hardsilu.HardSilu;
import org.fascicle.activation.hardtanh.HardTanh;
import org.fascicle.activation.logsigmoid.LogSigmoid;
import org.fascicle.activation.logsoftmax.LogSoftmax;
import org.fascicle.activation.mish.Mish;
import org.fascicle.activation.relu6.Relu6;
import org.fascicle.activation.rrelu.Rrelu;
import org.fascicle.activation.silu.Silu;
import org.fascicle.activation.softmax.Softmax;
import org.fascicle.activation.softplus.Softplus;
import org.fascicle.activation.softshrink.SoftShrink;
import org.fascicle.activation.softsign.Softsign;
import org.fascicle.activation.sparsemax.Sparsemax;
import org.fascicle.activation.squareplus.Squareplus;
import org.fascicle.activation.tanhshrink.TanhShrink;
import org.fascicle.activation.threshold.Threshold;
import org.fascicle.api.activation.Activation;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.technique.OptionException;
import org.fascicle.api.technique.TechniqueType;
import org.fascicle.testing.Described;
import org.fascicle.testing.Tensors;
import org.fascicle.testing.TestPlace;

/** Activations that look at a whole row or draw; and what the others promise besides their formula. */
class RowsTest {
    @Test
    void rreluDrawsASlopeForEachElementInTraining() {
        double[] row = {-2, -2, -2, 3, -1e9};
        double[] draw = {0, 0.5, 0.75, 0.9, 0};
        Evaluated rrelu = new Evaluated(made(Rrelu.class, Map.of("lower", 0.25, "upper", 0.75)), row, draw);
        assertArrayEquals(new double[] {-0.5, -1, -1.25, 3, -2.5e8}, rrelu.values(), 1e-15);
        assertArrayEquals(new double[] {0.25, 0.5, 0.625, 1, 0.25}, rrelu.gradient(1, 1, 1, 1, 1), 1e-15);
        assertThrows(OptionException.class, () -> made(Rrelu.class, Map.of("lower", 0.5, "upper", 0.25)));
    }

    // The row's maximum, plus the logarithm of the sum of exp of the differences from it.
    @Test
    void logSoftmaxIsTheLogarithmOfProbabilities() {
        double[] row = {0.5, -1.25, 2, 300};
        double[] weights = {1, -2, 0.5, 3};
        double sum = 0;
        for (double z : row) {
            sum += Math.exp(z - 300);
        }
        double[] values = new double[4];
        double[] gradient = new double[4];
        for (int i = 0; i < 4; i++) {
            values[i] = row[i] - 300 - Math.log(sum);
            gradient[i] = weights[i] - 2.5 * Math.exp(row[i] - 300) / sum;
        }
        Evaluated logSoftmax = new Evaluated(made(LogSoftmax.class, Map.of()), row, null);
        assertArrayEquals(values, logSoftmax.values(), 1e-12);
        assertArrayEquals(gradient, logSoftmax.gradient(weights), 1e-14);
    }

    @Test
    void gluGatesOneHalfByTheOther() {
        double[] row = {2, -3, 0, 1.5};
        double gate = 1 / (1 + Math.exp(-1.5));
        Evaluated glu = new Evaluated(made(Glu.class, Map.of()), row, null);
        assertEquals(Shape.batch(2), glu.shape());
        assertArrayEquals(new double[] {1, -3 * gate}, glu.values(), 1e-15);
        assertArrayEquals(new double[] {0.5, 10 * gate, 0.5, -30 * gate * (1 - gate)}, glu.gradient(1, 10), 1e-14);
    }

    @Test
    void gluHalvesAnyAxisOfEvenExtent() {
        Tensors tensors = new Tensors(1);
        TestPlace place = new TestPlace(tensors);
        Expr z = tensors.batch(new int[] {2, 3}, 1, 2, 3, 0, 0, 0);
        Expr y = made(Glu.class, Map.of("axis", 1)).apply(z, place.scope());
        assertEquals(Shape.batch(1, 3), y.shape());
        assertArrayEquals(new double[] {0.5, 1, 1.5}, place.evaluate(y), 1e-15);
        String message = assertThrows(IllegalArgumentException.class,
                () -> made(Glu.class, Map.of("axis", 2)).apply(z, place.scope())).getMessage();
        assertTrue(message.contains("[rows, 2, 3]"), message);
        assertThrows(IllegalArgumentException.class, () -> made(Glu.class, Map.of("axis", 0)).apply(z, place.scope()));
    }

    // Hand: (1.2, 1, −1): two are kept, tau = (1.2 + 1 − 1) / 2 = 0.6. (3, 1, 0): one is kept, tau = 2.
    @Test
    void sparsemaxProjectsOntoProbabilities() {
        assertArrayEquals(new double[] {0.6, 0.4, 0}, sparsemax(1.2, 1, -1).values(), 1e-15);
        assertArrayEquals(new double[] {0, 1, 0}, sparsemax(1, 3, 0).values(), 1e-15);
        assertArrayEquals(new double[] {0.25, 0.25, 0.25, 0.25}, sparsemax(5, 5, 5, 5).values(), 1e-15);
        assertArrayEquals(new double[] {1, 0, 0}, sparsemax(1e16, 0, -1e16).values(), 0);
    }

    // The threshold by bisection; the derivative, on the support S, is (identity − 1 / |S|).
    @Test
    void sparsemaxIsWhatBisectionFinds() {
        long seed = System.nanoTime();
        System.out.println("RowsTest.sparsemaxIsWhatBisectionFinds: seed " + seed);
        Random random = new Random(seed);
        for (int trial = 0; trial < 20; trial++) {
            int n = 2 + random.nextInt(7);
            double[] row = random.doubles(n, -2, 2).toArray();
            double[] weights = random.doubles(n, -1, 1).toArray();
            double low = -4;
            double high = 2;
            for (int i = 0; i < 200; i++) {
                double tau = (low + high) / 2;
                double sum = 0;
                for (double z : row) {
                    sum += Math.max(z - tau, 0);
                }
                low = sum > 1 ? tau : low;
                high = sum > 1 ? high : tau;
            }
            double[] values = new double[n];
            double support = 0;
            double arriving = 0;
            for (int i = 0; i < n; i++) {
                values[i] = Math.max(row[i] - low, 0);
                support += values[i] > 1e-12 ? 1 : 0;
                arriving += values[i] > 1e-12 ? weights[i] : 0;
            }
            double[] gradient = new double[n];
            for (int i = 0; i < n; i++) {
                gradient[i] = values[i] > 1e-12 ? weights[i] - arriving / support : 0;
            }
            assertArrayEquals(values, sparsemax(row).values(), 1e-14);
            assertArrayEquals(gradient, sparsemax(row).gradient(weights), 1e-14);
        }
    }

    // Along axis 1 of [rows, 2, 3] the classes are 1 and 4, 2 and 5, 3 and 6: what rows of two give.
    @Test
    void classesMayLieAlongAnyAxisBehindTheRows() {
        Tensors tensors = new Tensors(1);
        Expr z = tensors.batch(new int[] {2, 3}, 1, 0.5, 3, 1.25, 0, 3);
        double[][] columns = {{1, 1.25}, {0.5, 0}, {3, 3}};
        for (Class<?> technique : List.of(Softmax.class, LogSoftmax.class, Sparsemax.class)) {
            double[] y = tensors.evaluate(made(technique, Map.of("axis", 1)).apply(z, new TestPlace(tensors).scope()));
            for (int j = 0; j < 3; j++) {
                double[] alone = new Evaluated(made(technique, Map.of()), columns[j], null).values();
                assertArrayEquals(alone, new double[] {y[j], y[3 + j]}, 1e-15, technique.getName());
            }
            assertThrows(IllegalArgumentException.class,
                    () -> made(technique, Map.of("axis", 0)).apply(z, new TestPlace(tensors).scope()));
        }
    }

    @Test
    void classesNeedAnAxis() {
        Tensors tensors = new Tensors(2);
        Expr z = tensors.batch(new int[0], 1, 2);
        for (Class<?> technique : List.of(LogSoftmax.class, Sparsemax.class)) {
            String message = assertThrows(IllegalArgumentException.class,
                    () -> made(technique, Map.of()).apply(z, new TestPlace(tensors).scope())).getMessage();
            assertTrue(message.contains("[rows]"), message);
        }
    }

    @Test
    void hugeInputsDoNotOverflow() {
        double[] row = {-1e30, 1e30};
        for (Class<?> smooth : List.of(Gelu.class, Silu.class, Mish.class, Softplus.class)) {
            assertArrayEquals(new double[] {0, 1e30}, new Evaluated(made(smooth, Map.of()), row, null).values(), 1e16);
        }
        Evaluated logSigmoid = new Evaluated(made(LogSigmoid.class, Map.of()), row, null);
        assertArrayEquals(new double[] {-1e30, 0}, logSigmoid.values(), 1e15);
        assertArrayEquals(new double[] {0, 1}, new Evaluated(made(Celu.class, Map.of()), row, null).gradient(1, 1), 0);
    }

    @Test
    void optionsAreKeras() {
        assertEquals(List.of("lower: a number in [0,inf) = 0.125", "upper: a number in [0,inf) = 0.3333333333333333"),
                Described.options(Rrelu.class));
        assertEquals(List.of("alpha: a number in (0,inf) = 1.0"), Described.options(Celu.class));
        assertEquals(List.of("approximate: true or false = false"), Described.options(Gelu.class));
        for (Class<?> along : List.of(Glu.class, Softmax.class, LogSoftmax.class, Sparsemax.class)) {
            assertEquals(List.of("axis: a whole number = -1"), Described.options(along));
        }
        assertEquals(List.of("b: a number in [0,inf) = 4.0"), Described.options(Squareplus.class));
        assertEquals(List.of("threshold: a number in [0,inf) = 0.5"), Described.options(SoftShrink.class));
        assertEquals(List.of("threshold: a number in [0,inf) = 0.5"), Described.options(HardShrink.class));
        assertEquals(List.of("threshold: a number in (-inf,inf)", "default_value: a number in (-inf,inf)"),
                Described.options(Threshold.class));
        for (Class<?> plain : List.of(Exponential.class, HardSigmoid.class, HardSilu.class, HardTanh.class,
                LogSigmoid.class, Mish.class, Relu6.class, Silu.class, Softplus.class, Softsign.class, TanhShrink.class)) {
            assertEquals(List.of(), Described.options(plain));
        }
    }

    @Test
    void namesAreKeras() {
        List<Class<?>> techniques = List.of(Celu.class, Exponential.class, Gelu.class, Glu.class, HardShrink.class,
                HardSigmoid.class, HardSilu.class, HardTanh.class, LogSigmoid.class, LogSoftmax.class, Mish.class,
                Relu6.class, Rrelu.class, Silu.class, Softplus.class, SoftShrink.class, Softsign.class, Sparsemax.class,
                Squareplus.class, TanhShrink.class, Threshold.class);
        List<String> names = List.of("celu", "exponential", "gelu", "glu", "hard_shrink", "hard_sigmoid", "hard_silu",
                "hard_tanh", "log_sigmoid", "log_softmax", "mish", "relu6", "rrelu", "silu", "softplus", "soft_shrink",
                "softsign", "sparsemax", "squareplus", "tanh_shrink", "threshold");
        for (int i = 0; i < names.size(); i++) {
            assertEquals("activation " + names.get(i), Described.identity(techniques.get(i)));
        }
    }

    private static Evaluated sparsemax(double... row) {
        return new Evaluated(made(Sparsemax.class, Map.of()), row, null);
    }

    private static Activation made(Class<?> technique, Map<String, ?> options) {
        return (Activation) TechniqueType.of(technique).create(options);
    }
}
