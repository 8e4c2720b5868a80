package org.fascicle.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Expressions;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.layer.Layer;
import org.fascicle.api.scope.Scheduled;
import org.fascicle.api.technique.OptionException;
import org.fascicle.api.technique.TechniqueType;
import org.fascicle.compiler.gradient.Differentiator;
import org.fascicle.layer.alphadropout.AlphaDropout;
import org.fascicle.layer.dropout.Dropout;
import org.fascicle.layer.gaussiandropout.GaussianDropout;
import org.fascicle.layer.gaussiannoise.GaussianNoise;
import org.fascicle.layer.gradientreversal.GradientReversal;
import org.fascicle.layer.spatialdropout.SpatialDropout;
import org.fascicle.testing.Described;
import org.fascicle.testing.Tensors;
import org.fascicle.testing.TestPlace;
import org.junit.jupiter.api.Test;

class NoiseTest {
    private final Tensors tensors = new Tensors(2);
    private final TestPlace place = new TestPlace(tensors);

    @Test
    void gradientsAreTurnedAround() {
        Expr x = place.give("x", 1, -2, 3).scope().parameter("x", Shape.of(3), (shape, scope) -> Expressions.full(shape, 0));
        Expr y = new GradientReversal(Scheduled.of(0.25)).apply(x, place.scope());
        Expr gradient = Differentiator.gradients(Expressions.sum(y.mul(y)), List.of(x)).get(0);
        assertArrayEquals(new double[] {1, -2, 3}, place.evaluate(y), 0);
        assertArrayEquals(new double[] {-0.5, 1, -1.5}, place.evaluate(gradient), 1e-15);
    }

    @Test
    void alphaDropoutSetsSelusLimit() {
        double limit = -1.6732632423543772 * 1.0507009873554805;
        double a = 1 / Math.sqrt(0.8 * (1 + 0.2 * limit * limit));
        double b = -a * limit * 0.2;
        place.draw(0.1, 0.19, 0.2, 0.7);
        Expr x = tensors.batch(new int[] {2}, 1, 2, 3, -1);
        double[] y = place.evaluate(rate(AlphaDropout.class, 0.2).apply(x, place.scope()));
        assertArrayEquals(new double[] {a * limit + b, a * limit + b, 3 * a + b, -a + b}, y, 1e-14);
    }

    @Test
    void alphaDropoutKeepsMeanAndVariance() {
        long seed = System.nanoTime();
        System.out.println("NoiseTest.alphaDropoutKeepsMeanAndVariance: seed " + seed);
        Random random = new Random(seed);
        int n = 40_000;
        double[] x = random.doubles(n).map(u -> random.nextGaussian()).toArray();
        place.draw(random.doubles(n).toArray());
        double[] y = place.evaluate(rate(AlphaDropout.class, 0.3).apply(tensors.batch(new int[] {n / 2}, x), place.scope()));
        double mean = 0;
        double square = 0;
        for (double each : y) {
            mean += each / n;
            square += each * each / n;
        }
        assertEquals(0, mean, 0.04);
        assertEquals(1, square - mean * mean, 0.06);
    }

    @Test
    void gaussianDropoutHasTheVarianceOfDropout() {
        place.drawNormal(0, 1, -1, 2);
        Expr x = tensors.batch(new int[] {2}, 1, 2, 3, -4);
        assertArrayEquals(new double[] {1, 3, 1.5, -8},
                place.evaluate(rate(GaussianDropout.class, 0.2).apply(x, place.scope())), 1e-14);
    }

    @Test
    void gaussianNoiseIsAdded() {
        place.drawNormal(0, 1, -1, 2);
        Layer noise = (Layer) TechniqueType.of(GaussianNoise.class).create(Map.of("stddev", Scheduled.of(0.5)));
        assertArrayEquals(new double[] {1, 2.5, 2.5, -3},
                place.evaluate(noise.apply(tensors.batch(new int[] {2}, 1, 2, 3, -4), place.scope())), 1e-14);
    }

    // Two rows of three positions and two channels: one draw for each row and channel, or for each channel alone.
    @Test
    void drawsAreSharedAsTheNoiseShapeSays() {
        double[] x = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
        Expr maps = tensors.batch(new int[] {3, 2}, x);
        place.draw(0.1, 0.5, 0.25, 0.2);
        assertArrayEquals(new double[] {0, 8 / 3.0, 0, 16 / 3.0, 0, 8, 28 / 3.0, 0, 12, 0, 44 / 3.0, 0},
                place.evaluate(shared(Dropout.class, 0.25, -1, 1, 2).apply(maps, place.scope())), 1e-14);
        place.draw(0.1, 0.5);
        double[] y = new double[12];
        for (int i = 1; i < 12; i += 2) {
            y[i] = x[i] / 0.75;
        }
        assertArrayEquals(y, place.evaluate(shared(Dropout.class, 0.25, 1, 1, -1).apply(maps, place.scope())), 1e-14);
        double limit = -1.6732632423543772 * 1.0507009873554805;
        double a = 1 / Math.sqrt(0.75 * (1 + 0.25 * limit * limit));
        for (int i = 0; i < 12; i++) {
            y[i] = a * ((i % 2 == 0 ? limit : x[i]) - 0.25 * limit);
        }
        place.draw(0.1, 0.5);
        assertArrayEquals(y, place.evaluate(shared(AlphaDropout.class, 0.25, 1, 1, -1).apply(maps, place.scope())), 1e-13);
        for (int[] wrong : new int[][] {{-1, 1}, {-1, 2, -1}, {2, -1, -1}, {-1, 0, -1}}) {
            String message = assertThrows(IllegalArgumentException.class,
                    () -> shared(Dropout.class, 0.25, wrong).apply(maps, place.scope())).getMessage();
            assertTrue(message.contains("noise_shape"), message);
        }
    }

    private static Layer shared(Class<?> dropout, double rate, int... noiseShape) {
        return (Layer) TechniqueType.of(dropout).create(Map.of("rate", Scheduled.of(rate), "noise_shape",
                Arrays.stream(noiseShape).boxed().collect(Collectors.toList())));
    }

    // Two rows, three positions, two channels: one draw for each row and channel.
    @Test
    void spatialDropoutDropsWholeChannels() {
        place.draw(0.1, 0.5, 0.25, 0.2);
        Expr x = tensors.batch(new int[] {3, 2}, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
        double[] y = place.evaluate(rate(SpatialDropout.class, 0.25).apply(x, place.scope()));
        assertArrayEquals(new double[] {0, 8 / 3.0, 0, 16 / 3.0, 0, 8, 28 / 3.0, 0, 12, 0, 44 / 3.0, 0}, y, 1e-14);
        Expr flat = tensors.batch(new int[] {2}, 1, 2, 3, 4);
        String message = assertThrows(IllegalArgumentException.class,
                () -> rate(SpatialDropout.class, 0.5).apply(flat, place.scope())).getMessage();
        assertTrue(message.contains("[rows, 2]"), message);
    }

    @Test
    void nothingHappensOutsideTraining() {
        Expr x = tensors.batch(new int[] {1, 1}, 1, 2);
        for (Class<?> dropout : List.of(AlphaDropout.class, GaussianDropout.class, SpatialDropout.class)) {
            assertSame(x, rate(dropout, 0.9).apply(x, place.training(false).scope()));
            assertThrows(OptionException.class, () -> rate(dropout, 1));
        }
        assertSame(x, new GaussianNoise(Scheduled.of(1)).apply(x, place.scope()));
    }

    @Test
    void optionsAreKeras() {
        for (Class<?> dropout : List.of(AlphaDropout.class, GaussianDropout.class, SpatialDropout.class)) {
            assertEquals("rate: a number in [0,1) or a schedule", Described.options(dropout).get(0));
        }
        assertEquals(List.of("stddev: a number in [0,inf) or a schedule"), Described.options(GaussianNoise.class));
        assertEquals("layer alpha_dropout", Described.identity(AlphaDropout.class));
        assertEquals("layer gaussian_dropout", Described.identity(GaussianDropout.class));
        assertEquals("layer gaussian_noise", Described.identity(GaussianNoise.class));
        assertEquals("layer spatial_dropout", Described.identity(SpatialDropout.class));
    }

    private static Layer rate(Class<?> technique, double rate) {
        return (Layer) TechniqueType.of(technique).create(Map.of("rate", Scheduled.of(rate)));
    }
}
