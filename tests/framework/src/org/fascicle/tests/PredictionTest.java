package org.fascicle.tests;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.fascicle.api.model.Model;
import org.fascicle.api.model.Settings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Outputs for examples that the application brings itself. */
public class PredictionTest extends PlatformTest {
    private static final int THREADS = 8;
    private static final int CALLS = 40;
    private static final int PIXELS = 64;
    private static final float ROUNDING = 1e-6f;

    @TempDir
    Path folder;

    @ParameterizedTest
    @MethodSource("backends")
    void eightThreadsAtOncePredictAsOneDoes(String backend) throws InterruptedException, ExecutionException {
        Random random = Seeds.random("eightThreadsAtOncePredictAsOneDoes");
        try (Model network = create(Models.NORMALIZED, on(backend))) {
            trainTo(network, 15);
            List<float[]> inputs = new ArrayList<>();
            List<float[]> expected = new ArrayList<>();
            for (int call = 0; call < CALLS; call++) {
                float[] input = pixels(random, 1 + random.nextInt(300));
                inputs.add(input);
                expected.add(network.predict(input, input.length / PIXELS));
            }
            List<Callable<Void>> tasks = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                int offset = thread * 5;
                tasks.add(() -> {
                    for (int i = 0; i < CALLS; i++) {
                        int call = (i + offset) % CALLS;
                        float[] input = inputs.get(call);
                        assertArrayEquals(expected.get(call), network.predict(input, input.length / PIXELS));
                    }
                    return null;
                });
            }
            ExecutorService threads = Executors.newFixedThreadPool(THREADS);
            try {
                for (Future<Void> result : threads.invokeAll(tasks)) {
                    result.get();
                }
            } finally {
                threads.shutdown();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("backends")
    void rawExamplesAreScaledAsTheTrainingRowsWere(String backend) throws IOException {
        float[][] raw = {{100, -3}, {140, 5}, {90, 2}, {210, -8}, {170, 1}};
        List<String> lines = new ArrayList<>(List.of("a,b,class"));
        for (int row = 0; row < raw.length; row++) {
            lines.add(raw[row][0] + "," + raw[row][1] + "," + row % 2);
        }
        Files.write(folder.resolve("rows.csv"), lines);
        Settings settings = on(backend).folder(folder).override("training.batch_size", "2")
                .override("data", "{ \"csv\": { \"file\": \"rows.csv\", \"scale\": \"standard\" } }");
        Settings unscaled = settings.override("data.csv.scale", "none");
        try (Model network = create(Models.DEEP, settings); Model plain = create(Models.DEEP, unscaled)) {
            trainTo(network, 6);
            weights(network).forEach(plain::tensor);
            for (int row = 0; row < raw.length; row++) {
                float[] scaled = {standard(raw, row, 0), standard(raw, row, 1)};
                assertArrayEquals(plain.predict(scaled, 1), network.predict(raw[row], 1), ROUNDING, "row " + row);
            }
        }
    }

    /** A feature with mean 0 and deviation 1 over all rows. */
    private static float standard(float[][] rows, int row, int feature) {
        double mean = 0;
        for (float[] each : rows) {
            mean += each[feature] / rows.length;
        }
        double variance = 0;
        for (float[] each : rows) {
            variance += (each[feature] - mean) * (each[feature] - mean) / rows.length;
        }
        return (float) ((rows[row][feature] - mean) / Math.sqrt(variance));
    }

    @Test
    void numbersThatAreNoRowsAreRefused() {
        try (Model network = create(Models.NORMALIZED, on("reference"))) {
            assertRefused(null, () -> network.predict(new float[PIXELS - 1], 1), "63 numbers", "[8, 8]");
        }
    }

    @Test
    void nothingIsRandomInInference() {
        try (Model network = create(Models.NORMALIZED, on("reference"))) {
            float[] input = new float[PIXELS];
            Arrays.fill(input, 3);
            assertArrayEquals(network.predict(input, 1), network.predict(input, 1));
        }
    }

    private static float[] pixels(Random random, int rows) {
        float[] pixels = new float[rows * PIXELS];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = random.nextInt(17);
        }
        return pixels;
    }
}
