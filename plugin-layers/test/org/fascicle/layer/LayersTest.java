package org.fascicle.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.fascicle.api.activation.Activation;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Expressions;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.fascicle.api.initializer.Initializer;
import org.fascicle.api.layer.Layer;
import org.fascicle.api.regularizer.Regularizer;
import org.fascicle.api.scope.Scheduled;
import org.fascicle.api.technique.OptionException;
import org.fascicle.api.technique.TechniqueType;
import org.fascicle.layer.activation.ActivationLayer;
import org.fascicle.layer.batchnormalization.BatchNormalization;
import org.fascicle.layer.dense.Dense;
import org.fascicle.layer.dropout.Dropout;
import org.fascicle.layer.flatten.Flatten;
import org.fascicle.testing.Described;
import org.fascicle.testing.Tensors;
import org.fascicle.testing.TestPlace;
import org.junit.jupiter.api.Test;

class LayersTest {
    private static final Initializer ZEROS = (shape, scope) -> Expressions.full(shape, 0);
    private static final Initializer ONES = (shape, scope) -> Expressions.full(shape, 1);
    private static final Regularizer SUM = (tensor, scope) -> Expressions.sum(tensor);

    private final Tensors tensors = new Tensors(2);
    private final TestPlace place = new TestPlace(tensors);

    // [1 2 3; −1 0 1] · [1 2; 3 4; 5 6] = [22 28; 4 4]
    @Test
    void denseMultipliesAndAdds() {
        place.give("kernel", 1, 2, 3, 4, 5, 6).give("bias", 10, -10);
        Expr y = dense(Map.of("units", 2)).apply(tensors.batch(new int[] {3}, 1, 2, 3, -1, 0, 1), place.scope());
        assertEquals(Shape.batch(2), y.shape());
        assertArrayEquals(new double[] {32, 18, 14, -6}, place.evaluate(y), 1e-15);
        assertEquals(List.of("kernel", "bias"), place.parameters());
    }

    @Test
    void denseActivatesAndMayHaveNoBias() {
        place.give("kernel", 1, 2, 3, 4, 5, 6);
        Activation square = (z, place) -> z.square();
        Expr y = dense(Map.of("units", 2, "use_bias", false, "activation", square))
                .apply(tensors.batch(new int[] {3}, 1, 2, 3, -1, 0, 1), place.scope());
        assertArrayEquals(new double[] {484, 784, 16, 16}, place.evaluate(y), 1e-12);
        assertEquals(List.of("kernel"), place.parameters());
    }

    @Test
    void denseWorksOnTheLastAxisOfAnyRank() {
        place.give("kernel", 1, 10, 100, 1000).give("bias", 0, 1);
        double[] x = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};
        Expr y = dense(Map.of("units", 2)).apply(tensors.batch(new int[] {2, 2, 2}, x), place.scope());
        assertEquals(Shape.batch(2, 2, 2), y.shape());
        double[] expected = new double[16];
        for (int i = 0; i < 16; i += 2) {
            expected[i] = x[i] + 100 * x[i + 1];
            expected[i + 1] = 10 * x[i] + 1000 * x[i + 1] + 1;
        }
        assertArrayEquals(expected, place.evaluate(y), 1e-12);
    }

    @Test
    void densePenalizesParametersAndItsOutputPerRow() {
        place.give("kernel", 1, 2, 3, 4, 5, 6).give("bias", 10, -10);
        dense(Map.of("units", 2, "kernel_regularizer", SUM, "bias_regularizer", SUM, "activity_regularizer", SUM))
                .apply(tensors.batch(new int[] {3}, 1, 2, 3, -1, 0, 1), place.scope());
        assertEquals(3, place.penalties().size());
        assertArrayEquals(new double[] {21}, place.evaluate(place.penalties().get(0)), 1e-15);
        assertArrayEquals(new double[] {0}, place.evaluate(place.penalties().get(1)), 1e-15);
        assertArrayEquals(new double[] {58 / 2.0}, place.evaluate(place.penalties().get(2)), 1e-15);
    }

    @Test
    void denseNeedsFeatures() {
        Expr rows = tensors.batch(new int[0], 1, 2);
        String message = assertThrows(IllegalArgumentException.class,
                () -> dense(Map.of("units", 2)).apply(rows, place.scope())).getMessage();
        assertTrue(message.contains("[rows]"), message);
        assertThrows(OptionException.class, () -> dense(Map.of("units", 0)));
        assertThrows(OptionException.class, () -> dense(Map.of()));
    }

    @Test
    void flattenLaysRowsOut() {
        double[] x = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
        Expr y = new Flatten().apply(tensors.batch(new int[] {3, 2}, x), place.scope());
        assertEquals(Shape.batch(6), y.shape());
        assertArrayEquals(x, place.evaluate(y), 0);
        assertEquals(Shape.batch(1), new Flatten().apply(tensors.batch(new int[0], 1, 2), place.scope()).shape());
    }

    @Test
    void activationIsALayer() {
        Layer layer = made(ActivationLayer.class, Map.of("activation", (Activation) (z, place) -> z.neg()));
        assertArrayEquals(new double[] {-1, 2}, place.evaluate(layer.apply(tensors.batch(new int[] {1}, 1, -2), place.scope())),
                0);
        assertThrows(OptionException.class, () -> made(ActivationLayer.class, Map.of()));
    }

    @Test
    void dropoutKeepsTheMean() {
        place.draw(0, 0.19, 0.2, 0.21, 0.5, 0.999);
        Layer dropout = made(Dropout.class, Map.of("rate", Scheduled.of(0.2)));
        assertArrayEquals(new double[] {0, 0, 3.75, 5, 6.25, 7.5},
                place.evaluate(dropout.apply(tensors.batch(new int[] {3}, 1, 2, 3, 4, 5, 6), place.scope())), 1e-14);
    }

    @Test
    void dropoutDoesNothingOutsideTraining() {
        Expr x = tensors.batch(new int[] {1}, 1, 2);
        assertSame(x, made(Dropout.class, Map.of("rate", Scheduled.of(0.9))).apply(x, place.training(false).scope()));
        assertThrows(OptionException.class, () -> made(Dropout.class, Map.of("rate", Scheduled.of(1))));
    }

    // Columns 1, 3 and 10, 30: means 2, 20; biased variances 1, 100.
    @Test
    void batchNormalizationNormalizesOverTheBatch() {
        place.give("gamma", 1, 2).give("beta", 0, 5);
        Layer layer = normalization(Map.of("momentum", 0.9));
        Expr y = layer.apply(tensors.batch(new int[] {2}, 1, 10, 3, 30), place.scope());
        double first = 1 / Math.sqrt(1.001);
        double second = 20 / Math.sqrt(100.001);
        assertArrayEquals(new double[] {-first, 5 - second, first, 5 + second}, place.evaluate(y), 1e-14);
        place.commit();
        assertArrayEquals(new double[] {0.2, 2}, place.kept("moving_mean"), 1e-15);
        assertArrayEquals(new double[] {1, 10.9}, place.kept("moving_variance"), 1e-14);
    }

    @Test
    void batchNormalizationInfersFromMovingAverages() {
        normalization(Map.of("momentum", 0.0)).apply(tensors.batch(new int[] {2}, 1, 10, 3, 30), place.scope());
        place.commit();
        Expr y = normalization(Map.of("scale", false, "center", false))
                .apply(tensors.batch(new int[] {2}, 2, 20, 4, 0), place.training(false).scope());
        assertArrayEquals(new double[] {0, 0, 2 / Math.sqrt(1.001), -20 / Math.sqrt(100.001)}, place.evaluate(y), 1e-14);
        place.commit();
        assertArrayEquals(new double[] {2, 20}, place.kept("moving_mean"), 1e-15);
    }

    @Test
    void movingAveragesMayBeginElsewhere() {
        Initializer means = (shape, place) -> Expressions.full(shape, 3);
        Initializer variances = (shape, place) -> Expressions.iota(shape, 0).cast(Type.REAL).mul(5).add(4);
        Expr y = normalization(Map.of("moving_mean_initializer", means, "moving_variance_initializer", variances))
                .apply(tensors.batch(new int[] {2}, 2, 20, 4, 0), place.training(false).scope());
        double first = Math.sqrt(4.001);
        double second = Math.sqrt(9.001);
        assertArrayEquals(new double[] {-1 / first, 17 / second, 1 / first, -3 / second}, place.evaluate(y), 1e-14);
    }

    // ((x − mean) / s · r + d) · gamma + beta, s² = variance + epsilon, r and d from the averages before the step.
    @Test
    void batchRenormalizationCorrectsTowardsItsAverages() {
        place.give("gamma", 1, 2).give("beta", 0, 5);
        Layer layer = normalization(Map.of("momentum", 0.9, "renorm", true, "renorm_momentum", 0.5, "renorm_rmax", 3.0,
                "renorm_dmax", 5.0));
        double[] s = {Math.sqrt(1.001), Math.sqrt(100.001)};
        Expr x = tensors.batch(new int[] {2}, 1, 10, 3, 30);
        assertArrayEquals(new double[] {1, (-10 / s[1] * 3 + 5) * 2 + 5, 3, (10 / s[1] * 3 + 5) * 2 + 5},
                place.evaluate(layer.apply(x, place.scope())), 1e-13);
        place.commit();
        double[] known = {0.5 + 0.5 * s[0], 0.5 + 0.5 * s[1]};
        double[] moving = {0.9 + 0.1 * s[0], 0.9 + 0.1 * s[1]};
        assertArrayEquals(new double[] {1, 10}, place.kept("renorm_mean"), 1e-14);
        assertArrayEquals(known, place.kept("renorm_stddev"), 1e-14);
        assertArrayEquals(new double[] {0.2, 2}, place.kept("moving_mean"), 1e-14);
        assertArrayEquals(moving, place.kept("moving_stddev"), 1e-14);
        assertArrayEquals(new double[] {moving[0] * moving[0] - 0.001, moving[1] * moving[1] - 0.001},
                place.kept("moving_variance"), 1e-14);
        double[] r = {s[0] / known[0], s[1] / known[1]};
        double[] d = {1 / known[0], 10 / known[1]};
        assertArrayEquals(new double[] {-1 / s[0] * r[0] + d[0], (-10 / s[1] * r[1] + d[1]) * 2 + 5, 1 / s[0] * r[0] + d[0],
            (10 / s[1] * r[1] + d[1]) * 2 + 5}, place.evaluate(layer.apply(x, place.scope())), 1e-13);
        assertThrows(OptionException.class, () -> normalization(Map.of("renorm_rmin", 2.0, "renorm_rmax", 1.0)));
    }

    @Test
    void batchNormalizationTakesAnyAxisOfFeatures() {
        Expr x = tensors.batch(new int[] {2, 2}, 1, 3, 10, 30, 1, 3, 10, 30);
        Expr y = normalization(Map.of("axis", 1)).apply(x, place.scope());
        double first = 1 / Math.sqrt(1.001);
        double second = 10 / Math.sqrt(100.001);
        assertArrayEquals(new double[] {-first, first, -second, second, -first, first, -second, second},
                place.evaluate(y), 1e-14);
        assertThrows(IllegalArgumentException.class,
                () -> normalization(Map.of("axis", 0)).apply(x, new TestPlace(tensors).scope()));
        assertThrows(IllegalArgumentException.class,
                () -> normalization(Map.of("axis", 3)).apply(x, new TestPlace(tensors).scope()));
    }

    @Test
    void batchNormalizationDeclaresWhatItUses() {
        Expr x = tensors.batch(new int[] {2}, 1, 10, 3, 30);
        normalization(Map.of()).apply(x, place.scope());
        assertEquals(List.of("gamma", "beta"), place.parameters());
        assertEquals(List.of("moving_mean", "moving_variance"), place.states());
        TestPlace plain = new TestPlace(tensors);
        normalization(Map.of("center", false, "scale", false)).apply(x, plain.scope());
        assertEquals(List.of(), plain.parameters());
    }

    @Test
    void optionsAreKeras() {
        assertEquals(List.of("units: a whole number in [1,inf)", "activation: an activation = null",
                "use_bias: true or false = true", "kernel_initializer: an initializer = glorot_uniform",
                "bias_initializer: an initializer = zeros", "kernel_regularizer: a regularizer = null",
                "bias_regularizer: a regularizer = null",
                "activity_regularizer: a regularizer = null", "kernel_constraint: a constraint = null",
                "bias_constraint: a constraint = null"), Described.options(Dense.class));
        assertEquals(List.of("axis: a whole number = -1", "momentum: a number in [0,1] = 0.99",
                "epsilon: a number in (0,inf) = 0.001", "center: true or false = true",
                "scale: true or false = true", "beta_initializer: an initializer = zeros",
                "gamma_initializer: an initializer = ones", "beta_regularizer: a regularizer = null",
                "gamma_regularizer: a regularizer = null", "beta_constraint: a constraint = null",
                "gamma_constraint: a constraint = null", "moving_mean_initializer: an initializer = null",
                "moving_variance_initializer: an initializer = null", "renorm: true or false = false",
                "renorm_rmin: a number in [0,inf) = null", "renorm_rmax: a number in [0,inf) = null",
                "renorm_dmax: a number in [0,inf) = null", "renorm_momentum: a number in [0,1] = 0.99"),
                Described.options(BatchNormalization.class));
        assertEquals(List.of("rate: a number in [0,1) or a schedule", "noise_shape: a list of whole numbers in [-1,inf) = null"),
                Described.options(Dropout.class));
        assertEquals(List.of("activation: an activation"), Described.options(ActivationLayer.class));
        assertEquals(List.of(), Described.options(Flatten.class));
    }

    @Test
    void namesAreKeras() {
        Map<Class<?>, String> names = Map.of(Dense.class, "dense", Flatten.class, "flatten",
                ActivationLayer.class, "activation", BatchNormalization.class, "batch_normalization",
                Dropout.class, "dropout");
        names.forEach((technique, name) -> assertEquals("layer " + name, Described.identity(technique)));
    }

    private static Layer dense(Map<String, ?> options) {
        Map<String, Object> all = new HashMap<>(Map.of("kernel_initializer", ONES, "bias_initializer", ZEROS));
        all.putAll(options);
        return made(Dense.class, all);
    }

    private static Layer normalization(Map<String, ?> options) {
        Map<String, Object> all = new HashMap<>(Map.of("beta_initializer", ZEROS, "gamma_initializer", ONES));
        all.putAll(options);
        return made(BatchNormalization.class, all);
    }

    private static Layer made(Class<?> technique, Map<String, ?> options) {
        return (Layer) TechniqueType.of(technique).create(options);
    }
}
