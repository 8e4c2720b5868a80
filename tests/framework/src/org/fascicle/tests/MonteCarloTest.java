package org.fascicle.tests;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.fascicle.api.model.Model;
import org.fascicle.api.model.Sampled;
import org.fascicle.api.model.Settings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Mean and spread of predictions with random layers left on. */
public class MonteCarloTest extends PlatformTest {
    private static final int SAMPLES = 800;
    private static final int ROWS = 12;
    private static final int PIXELS = 64;
    private static final int CLASSES = 10;
    /** A mean of samples is off by more than so many of its standard deviations once in 3 million. */
    private static final double SIGMAS = 5;
    private static final String DROPOUT = "network.4.dropout.rate";
    private static final String LINEAR =
            "[ { \"flatten\": {} }, { \"dropout\": { \"rate\": 0.5 } }, { \"dense\": { \"units\": 10 } } ]";

    @TempDir
    Path folder;

    /** Batch normalization takes the statistics of inference, or the means would be others. */
    @ParameterizedTest
    @MethodSource("backends")
    void withoutDropoutNothingSpreads(String backend) {
        try (Model network = create(Models.NORMALIZED, on(backend).override(DROPOUT, "0"))) {
            trainTo(network, 5);
            Sampled sampled = sample(network, testRows(network), 0, ROWS, 4, 1);
            assertEquals(4, sampled.samples());
            assertArrayEquals(new float[ROWS * CLASSES], sampled.deviation());
            assertArrayEquals(predict(network, testRows(network), 0, ROWS), sampled.mean());
        }
    }

    /**
     * Of a linear network the mean is what it gives without dropout, y = Σ x w + b. A factor of 0 or 2 before each x has the
     * variance 1, so that the variance of y is Σ (x w)².
     */
    @ParameterizedTest
    @MethodSource("backends")
    void dropoutOfALinearNetworkHasTheMeanAndSpreadThatFollow(String backend) {
        try (Model network = create(Models.NORMALIZED, on(backend).override("network", LINEAR))) {
            float[] features = new float[ROWS * PIXELS];
            for (int i = 0; i < features.length; i++) {
                features[i] = i * 7 % 17;
            }
            Sampled sampled = network.sample(features, ROWS, SAMPLES, 11);
            float[] exact = network.predict(features, ROWS);
            double[] spread = spread(features, network.tensor("dense/kernel"));
            for (int i = 0; i < exact.length; i++) {
                double sigma = spread[i];
                assertEquals(exact[i], sampled.mean()[i], SIGMAS * sigma / Math.sqrt(SAMPLES), "mean of output " + i);
                assertEquals(sigma, sampled.deviation()[i], SIGMAS * sigma / Math.sqrt(2 * SAMPLES),
                        "spread of output " + i);
            }
        }
    }

    /** The data are scaled to [0, 1] by their greatest possible value, 16. */
    private static double[] spread(float[] features, double[] kernel) {
        double[] spread = new double[ROWS * CLASSES];
        for (int i = 0; i < spread.length; i++) {
            double variance = 0;
            for (int pixel = 0; pixel < PIXELS; pixel++) {
                double part = features[i / CLASSES * PIXELS + pixel] / 16 * kernel[pixel * CLASSES + i % CLASSES];
                variance += part * part;
            }
            spread[i] = Math.sqrt(variance);
        }
        return spread;
    }

    @ParameterizedTest
    @MethodSource("backends")
    void theSeedDecidesAloneAndNothingIsChanged(String backend) {
        Path archive = folder.resolve("network.fasc");
        try (Model network = create(Models.NORMALIZED, on(backend))) {
            trainTo(network, 5);
            network.save(archive);
            Map<String, double[]> before = weights(network);
            float[] plain = predict(network, trainingRows(network), 0, 300);
            Sampled first = sample(network, trainingRows(network), 0, 300, 3, 5);
            assertSame(first, sample(network, trainingRows(network), 0, 300, 3, 5));
            assertFalse(Arrays.equals(first.mean(), sample(network, trainingRows(network), 0, 300, 3, 6).mean()));
            assertTrue(first.deviation()[0] > 0);
            assertArrayEquals(plain, predict(network, trainingRows(network), 0, 300));
            Tensors.assertSameBits(before, weights(network));
            try (Model restored = fascicle.open(archive, on(backend))) {
                assertSame(first, sample(restored, trainingRows(network), 0, 300, 3, 5));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("backends")
    void threadsDoNotDisturbEachOther(String backend) throws Exception {
        try (Model network = create(Models.NORMALIZED, on(backend))) {
            ExecutorService threads = Executors.newFixedThreadPool(4);
            try {
                List<Sampled> expected = new ArrayList<>();
                List<Callable<Sampled>> tasks = new ArrayList<>();
                for (int i = 0; i < 8; i++) {
                    int seed = i;
                    expected.add(sample(network, testRows(network), 0, ROWS, 6, seed));
                    tasks.add(() -> sample(network, testRows(network), 0, ROWS, 6, seed));
                }
                List<Future<Sampled>> results = threads.invokeAll(tasks);
                for (int i = 0; i < expected.size(); i++) {
                    assertSame(expected.get(i), results.get(i).get());
                }
            } finally {
                threads.shutdown();
            }
        }
    }

    /** No dropout in the first 5 steps. */
    @ParameterizedTest
    @MethodSource("backends")
    void aScheduledRateIsThatOfTheMoment(String backend) {
        Settings settings = on(backend).override(DROPOUT, "{ \"piecewise_constant\": { \"boundaries\": [ 5 ], "
                + "\"values\": [ 0.0, 0.5 ], \"unit\": \"step\" } }");
        try (Model network = create(Models.NORMALIZED, settings)) {
            assertEquals(0, sample(network, testRows(network), 0, 1, 5, 0).deviation()[0]);
            trainTo(network, 8);
            assertTrue(sample(network, testRows(network), 0, 1, 5, 0).deviation()[0] > 0);
        }
    }

    /** What changes the data in training alone is no part of how sure the network is. */
    @Test
    void augmentationStaysOff() {
        String layers = "[ { \"random_translation\": { \"height_factor\": 0.3, \"width_factor\": 0.3 } }, "
                + "{ \"flatten\": {} }, { \"dense\": { \"units\": 10, \"activation\": \"softmax\" } } ]";
        try (Model network = create(Models.NORMALIZED, on("reference").override("network", layers))) {
            Sampled sampled = sample(network, testRows(network), 0, ROWS, 4, 1);
            assertArrayEquals(predict(network, testRows(network), 0, ROWS), sampled.mean());
            assertArrayEquals(new float[ROWS * CLASSES], sampled.deviation());
        }
    }

    @Test
    void noSamplesAreRefused() {
        try (Model network = create(Models.NORMALIZED, on("reference"))) {
            assertRefused(null, () -> network.sample(new float[PIXELS], 1, 0, 0), "at least once");
        }
    }

    private static void assertSame(Sampled expected, Sampled actual) {
        assertArrayEquals(expected.mean(), actual.mean());
        assertArrayEquals(expected.deviation(), actual.deviation());
    }
}
