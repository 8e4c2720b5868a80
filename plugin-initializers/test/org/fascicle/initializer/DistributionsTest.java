package org.fascicle.initializer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.DoubleStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.initializer.Initializer;
import org.fascicle.api.technique.OptionException;
import org.fascicle.api.technique.TechniqueType;
import org.fascicle.initializer.constant.Constant;
import org.fascicle.initializer.identity.Identity;
import org.fascicle.initializer.orthogonal.Orthogonal;
import org.fascicle.initializer.randomnormal.RandomNormal;
import org.fascicle.initializer.randomuniform.RandomUniform;
import org.fascicle.initializer.truncatednormal.TruncatedNormal;
import org.fascicle.testing.Described;
import org.fascicle.testing.Tensors;
import org.fascicle.testing.TestPlace;

/** Initializers that do not look at fans. */
class DistributionsTest {
    private static final Shape SHAPE = Shape.of(2, 2);

    private final TestPlace place = new TestPlace(new Tensors(1));

    @Test
    void constantIsEverywhere() {
        assertArrayEquals(new double[] {0, 0, 0, 0}, first(made(Constant.class, Map.of()), SHAPE), 0);
        assertArrayEquals(new double[] {-2.5, -2.5, -2.5, -2.5}, first(new Constant(-2.5), SHAPE), 0);
    }

    @Test
    void identityNeedNotBeSquare() {
        assertArrayEquals(new double[] {1, 0, 0, 1}, first(made(Identity.class, Map.of()), SHAPE), 0);
        assertArrayEquals(new double[] {3, 0, 0, 0, 3, 0}, first(new Identity(3), Shape.of(2, 3)), 0);
        assertArrayEquals(new double[] {3, 0, 0, 3, 0, 0}, first(new Identity(3), Shape.of(3, 2)), 0);
        String message = assertThrows(IllegalArgumentException.class,
                () -> first(new Identity(1), Shape.of(3))).getMessage();
        assertTrue(message.contains("[3]"), message);
    }

    @Test
    void normalsAreScaledAndMoved() {
        double[] draw = {-2, -0.5, 0, 1};
        double[] scaled = DoubleStream.of(draw).map(x -> 0.05 * x).toArray();
        double[] moved = DoubleStream.of(draw).map(x -> 3 + 2 * x).toArray();
        place.drawNormal(draw).drawNormal(draw);
        assertArrayEquals(scaled, first(made(RandomNormal.class, Map.of()), SHAPE), 1e-15);
        assertArrayEquals(moved, first(new RandomNormal(3, 2), SHAPE), 1e-14);
        place.drawTruncatedNormal(draw).drawTruncatedNormal(draw);
        assertArrayEquals(scaled, first(made(TruncatedNormal.class, Map.of()), SHAPE), 1e-15);
        assertArrayEquals(moved, first(new TruncatedNormal(3, 2), SHAPE), 1e-14);
    }

    @Test
    void uniformsLieBetweenTheirBounds() {
        double[] draw = {0, 0.25, 0.5, 1};
        place.draw(draw).draw(draw);
        assertArrayEquals(new double[] {-0.05, -0.025, 0, 0.05},
                first(made(RandomUniform.class, Map.of()), SHAPE), 1e-17);
        assertArrayEquals(new double[] {1, 2, 3, 5}, first(new RandomUniform(1, 5), SHAPE), 1e-15);
        assertThrows(OptionException.class, () -> made(RandomUniform.class, Map.of("minval", 0.1)));
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 2", "1, 5", "7, 3", "24, 24", "25, 24", "12, 40"})
    void orthogonalHasOrthonormalColumnsOrRows(int rows, int columns) {
        place.drawNormal(normal(rows * columns));
        double[] w = first(made(Orthogonal.class, Map.of()), Shape.of(rows, columns));
        assertOrthonormal(w, rows, columns, 1);
    }

    @Test
    void orthogonalLaysOutKernelsAndHasAGain() {
        place.drawNormal(normal(72)).drawNormal(1, 2, 3);
        assertOrthonormal(first(new Orthogonal(0.5), Shape.of(3, 3, 2, 4)), 18, 4, 0.5);
        assertThrows(IllegalArgumentException.class, () -> first(new Orthogonal(1), Shape.of(3)));
    }

    // A matrix that is nearly singular, as one in a hundred thousand is.
    @Test
    void orthogonalStandsNearlySingularDraws() {
        place.drawNormal(1, 2, 0.5, 1 + 1e-5);
        assertOrthonormal(first(new Orthogonal(1), SHAPE), 2, 2, 1);
    }

    // The polar factor of [3 1; 0 2] is a rotation [a b; −b a], b / a = 1 / 5. It is drawn wide, so it is transposed.
    @Test
    void orthogonalIsThePolarFactor() {
        double a = 5 / Math.sqrt(26);
        double b = 1 / Math.sqrt(26);
        place.drawNormal(3, 1, 0, 2);
        assertArrayEquals(new double[] {a, -b, b, a}, first(new Orthogonal(1), SHAPE), 1e-14);
    }

    @Test
    void optionsAreKeras() {
        assertEquals(List.of("value: a number in (-inf,inf) = 0.0"), Described.options(Constant.class));
        assertEquals(List.of("gain: a number in (-inf,inf) = 1.0"), Described.options(Identity.class));
        assertEquals(List.of("gain: a number in (-inf,inf) = 1.0"), Described.options(Orthogonal.class));
        List<String> normal = List.of("mean: a number in (-inf,inf) = 0.0", "stddev: a number in [0,inf) = 0.05");
        assertEquals(normal, Described.options(RandomNormal.class));
        assertEquals(normal, Described.options(TruncatedNormal.class));
        assertEquals(List.of("minval: a number in (-inf,inf) = -0.05", "maxval: a number in (-inf,inf) = 0.05"),
                Described.options(RandomUniform.class));
    }

    @Test
    void namesAreKeras() {
        Map<Class<?>, String> names = Map.of(Constant.class, "constant", Identity.class, "identity",
                Orthogonal.class, "orthogonal", RandomNormal.class, "random_normal",
                RandomUniform.class, "random_uniform", TruncatedNormal.class, "truncated_normal");
        names.forEach((technique, name) -> assertEquals("initializer " + name, Described.identity(technique)));
    }

    private static void assertOrthonormal(double[] w, int rows, int columns, double gain) {
        boolean tall = rows >= columns;
        int few = Math.min(rows, columns);
        for (int i = 0; i < few; i++) {
            for (int j = 0; j < few; j++) {
                double product = 0;
                for (int k = 0; k < Math.max(rows, columns); k++) {
                    product += tall ? w[k * columns + i] * w[k * columns + j] : w[i * columns + k] * w[j * columns + k];
                }
                assertEquals(i == j ? gain * gain : 0, product, 1e-13, i + ", " + j);
            }
        }
    }

    private static double[] normal(int size) {
        long seed = System.nanoTime();
        System.out.println("DistributionsTest.normal: seed " + seed);
        Random random = new Random(seed);
        return DoubleStream.generate(random::nextGaussian).limit(size).toArray();
    }

    private static Initializer made(Class<?> technique, Map<String, ?> options) {
        return (Initializer) TechniqueType.of(technique).create(options);
    }

    private double[] first(Initializer initializer, Shape shape) {
        Expr value = initializer.initialize(shape, place.scope());
        assertEquals(shape, value.shape());
        return place.evaluate(value);
    }
}
