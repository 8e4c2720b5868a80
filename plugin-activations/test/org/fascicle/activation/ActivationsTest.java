package org.fascicle.activation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.fascicle.activation.elu.Elu;
import org.fascicle.activation.gelu.Gelu;
import org.fascicle.activation.leakyrelu.LeakyRelu;
import org.fascicle.activation.linear.Linear;
import org.fascicle.activation.prelu.Prelu;
import org.fascicle.activation.relu.Relu;
import org.fascicle.activation.selu.Selu;
import org.fascicle.activation.sigmoid.Sigmoid;
import org.fascicle.activation.softmax.Softmax;
import org.fascicle.activation.tanh.Tanh;
import org.fascicle.api.activation.Activation;
import org.fascicle.api.backend.Precision;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Expressions;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.initializer.Initializer;
import org.fascicle.api.technique.OptionException;
import org.fascicle.api.technique.TechniqueType;
import org.fascicle.testing.Described;
import org.fascicle.testing.Tensors;
import org.fascicle.testing.TestPlace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ActivationsTest {
    private static final double[] POINTS = {-1e30, -89, -3, -1, -0.25, 0, 0.25, 1, 3, 89, 1e30};

    @Test
    void linearIsTheIdentity() {
        assertArrayEquals(POINTS, apply(new Linear(), POINTS), 0);
    }

    @Test
    void reluCutsOffBelowZero() {
        assertArrayEquals(new double[] {0, 0, 0, 0, 0, 0, 0.25, 1, 3, 89, 1e30},
                apply(made(Relu.class, Map.of()), POINTS), 0);
    }

    @Test
    void reluHasASlopeAThresholdAndAMaximum() {
        Activation relu = made(Relu.class, Map.of("max_value", 6.0, "negative_slope", 0.5, "threshold", 1.0));
        assertArrayEquals(new double[] {-2, -0.5, 0, 1.5, 6, 6}, apply(relu, -3, 0, 1, 1.5, 6, 7), 1e-15);
        assertThrows(OptionException.class, () -> made(Relu.class, Map.of("max_value", 1.0, "threshold", 2.0)));
    }

    // z erfc(-z / √2) / 2, and z / (1 + exp(-2u)), by Python's math.erfc and math.exp; -10 as 7.6198530241605260660e-23 by DLMF 7.
    @Test
    void geluKeepsItsDigitsOnTheLeftAndIsFiniteOnTheRight() {
        double[] z = {-20, -10, -5, -1e-8, 3, 2e38};
        double[] exact = {-5.507248237212663e-88, -7.61985302416052607e-23, -1.4332578593959731e-6, -4.999999960105772e-9,
            2.99595030590511, 2e38};
        double[] approximate = {-10, -1.2040923482098023e-37, -5, -2.2917961966295044e-7, 2e38, 2e38};
        near(exact, new Evaluated(made(Gelu.class, Map.of()), z, null).values(), 1e-13);
        near(new double[] {exact[2], exact[4], exact[5]},
                new Evaluated(made(Gelu.class, Map.of()), new double[] {-5, 3, 2e38}, null, Precision.FLOAT32).values(), 1e-6);
        Activation curve = made(Gelu.class, Map.of("approximate", true));
        for (int i = 0; i < approximate.length; i += 2) {
            near(new double[] {approximate[i + 1]}, new Evaluated(curve, new double[] {approximate[i]}, null).values(), 1e-12);
        }
        near(new double[] {2e38}, new Evaluated(curve, new double[] {2e38}, null, Precision.FLOAT32).values(), 1e-6);
        assertArrayEquals(new double[] {1}, new Evaluated(made(Gelu.class, Map.of()), new double[] {2e38}, null).gradient(1), 0);
    }

    private static void near(double[] expected, double[] actual, double tolerance) {
        assertEquals(expected.length, actual.length);
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], actual[i], tolerance * Math.abs(expected[i]));
        }
    }

    @Test
    void leakyReluLeaks() {
        assertArrayEquals(new double[] {-0.6, -0.05, 0, 0.25, 3},
                apply(made(LeakyRelu.class, Map.of()), -3, -0.25, 0, 0.25, 3), 1e-15);
        assertArrayEquals(new double[] {-0.03, 3}, apply(new LeakyRelu(0.01), -3, 3), 1e-15);
    }

    // exp(−1) = 0.36787944117144233, exp(−3) = 0.049787068367863944, exp(−0.25) = 0.7788007830714049
    @Test
    void eluApproachesMinusAlpha() {
        assertArrayEquals(new double[] {-1, -0.950212931632136, -0.6321205588285577, -0.22119921692859513, 0, 3, 89},
                apply(made(Elu.class, Map.of()), -89, -3, -1, -0.25, 0, 3, 89), 1e-15);
        assertArrayEquals(new double[] {-1.2642411176571153, 2}, apply(new Elu(2), -1, 2), 1e-15);
    }

    @Test
    void seluScales() {
        double scale = 1.0507009873554805;
        assertArrayEquals(new double[] {-1.7580993408473768, -1.1113307378125628, 0, scale, 3 * scale},
                apply(new Selu(), -1e4, -1, 0, 1, 3), 1e-14);
    }

    @Test
    void sigmoidLiesBetweenZeroAndOne() {
        assertArrayEquals(new double[] {0, 0.04742587317756678, 0.5, 0.7310585786300049, 1},
                apply(new Sigmoid(), -1e4, -3, 0, 1, 1e4), 1e-15);
    }

    @Test
    void tanhLiesBetweenMinusOneAndOne() {
        assertArrayEquals(new double[] {-1, -0.7615941559557649, 0, 0.2449186624037092, 1},
                apply(new Tanh(), -1e4, -1, 0, 0.25, 1e4), 1e-15);
    }

    // exp(1, 2, 3) / their sum
    @Test
    void softmaxGivesProbabilitiesOfEachRow() {
        Tensors tensors = new Tensors(2);
        Expr z = tensors.batch(new int[] {3}, 1, 2, 3, 1e4, 0, -1e4);
        assertArrayEquals(new double[] {0.09003057317038046, 0.24472847105479764, 0.6652409557748218, 1, 0, 0},
                tensors.evaluate(new Softmax(-1).apply(z, new TestPlace(tensors).scope())), 1e-15);
    }

    @Test
    void softmaxRefusesRowsWithoutClasses() {
        Tensors tensors = new Tensors(2);
        Expr z = tensors.batch(new int[0], 1, 2);
        String message = assertThrows(IllegalArgumentException.class,
                () -> new Softmax(-1).apply(z, new TestPlace(tensors).scope())).getMessage();
        assertTrue(message.contains("[rows]"), message);
    }

    @Test
    void preluLearnsAnAlphaForEachElement() {
        Tensors tensors = new Tensors(2);
        TestPlace place = new TestPlace(tensors).give("alpha", 0.1, 0.2, 0.3);
        Expr z = tensors.batch(new int[] {3}, -1, -1, -1, 2, -2, 0);
        assertArrayEquals(new double[] {-0.1, -0.2, -0.3, 2, -0.4, 0},
                place.evaluate(prelu(null).apply(z, place.scope())), 1e-15);
    }

    @Test
    void preluSharesAlphaAlongAxes() {
        Tensors tensors = new Tensors(1);
        TestPlace place = new TestPlace(tensors).give("alpha", 0.1, 0.2);
        Expr z = tensors.batch(new int[] {2, 2}, -1, -1, -2, -2);
        assertArrayEquals(new double[] {-0.1, -0.2, -0.2, -0.4},
                place.evaluate(prelu(List.of(1)).apply(z, place.scope())), 1e-15);
        assertThrows(IllegalArgumentException.class, () -> prelu(List.of(3)).apply(z, new TestPlace(tensors).scope()));
    }

    @Test
    void preluStartsAsItsInitializerSays() {
        Tensors tensors = new Tensors(1);
        Expr z = tensors.batch(new int[] {2}, -1, 5);
        TestPlace place = new TestPlace(tensors);
        assertArrayEquals(new double[] {-0.25, 5}, place.evaluate(prelu(null).apply(z, place.scope())), 1e-15);
    }

    @ParameterizedTest
    @ValueSource(classes = {Elu.class, LeakyRelu.class, Linear.class, Relu.class, Selu.class, Sigmoid.class, Tanh.class})
    void notANumberStaysNotANumber(Class<?> activation) {
        assertTrue(Double.isNaN(apply(made(activation, Map.of()), Double.NaN)[0]));
    }

    @ParameterizedTest
    @CsvSource({"alpha, 0", "alpha, -1", "alpha, NaN", "alpha, Infinity"})
    void eluRefusesAlphasThatAreNotPositive(String option, double value) {
        assertEquals("alpha", assertThrows(OptionException.class, () -> made(Elu.class, Map.of(option, value))).option());
    }

    @Test
    void optionsAreKeras() {
        assertEquals(List.of("alpha: a number in (0,inf) = 1.0"), Described.options(Elu.class));
        assertEquals(List.of("negative_slope: a number in [0,inf) = 0.2"), Described.options(LeakyRelu.class));
        assertEquals(List.of("max_value: a number in [0,inf) = null", "negative_slope: a number in [0,inf) = 0.0",
                "threshold: a number in [0,inf) = 0.0"), Described.options(Relu.class));
        assertEquals(List.of("alpha_initializer: an initializer = zeros", "alpha_regularizer: a regularizer = null",
                "alpha_constraint: a constraint = null", "shared_axes: a list of whole numbers in [1,inf) = null"),
                Described.options(Prelu.class));
        for (Class<?> plain : List.of(Linear.class, Selu.class, Sigmoid.class, Tanh.class)) {
            assertEquals(List.of(), Described.options(plain));
        }
    }

    @Test
    void namesAreKeras() {
        Map<Class<?>, String> names = new HashMap<>(Map.of(Elu.class, "elu", LeakyRelu.class, "leaky_relu",
                Linear.class, "linear", Prelu.class, "prelu",
                Relu.class, "relu", Selu.class, "selu", Sigmoid.class, "sigmoid",
                Softmax.class, "softmax", Tanh.class, "tanh"));
        names.forEach((technique, name) -> assertEquals("activation " + name, Described.identity(technique)));
    }

    private static Activation prelu(List<Integer> sharedAxes) {
        Map<String, Object> options = new HashMap<>();
        options.put("alpha_initializer", (Initializer) (shape, scope) -> Expressions.full(shape, 0.25));
        options.put("shared_axes", sharedAxes);
        return made(Prelu.class, options);
    }

    private static Activation made(Class<?> technique, Map<String, ?> options) {
        return (Activation) TechniqueType.of(technique).create(options);
    }

    private static double[] apply(Activation activation, double... z) {
        Tensors tensors = new Tensors(1);
        return tensors.evaluate(activation.apply(tensors.real(Shape.of(1, z.length), z), new TestPlace(tensors).scope()));
    }
}
