package org.fascicle.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.Random;

import org.fascicle.api.model.Model;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Activations of deep networks with their first weights, for inputs of the standard normal distribution: 20 layers of selu
 * with lecun_normal and alpha_dropout keep mean 0 and deviation 1 (Klambauer et al., 2017, arXiv:1706.02515), and 20 layers of
 * sigmoid with a standard normal initialization do not (Glorot and Bengio, 2010).
 */
@ComputesAlone
public class SelfNormalizationTest extends PlatformTest {
    /** So many layers; all of them would be two hundred, and show nothing more. */
    private static final int[] LAYERS = {1, 2, 5, 10, 20};
    private static final int UNITS = 100;
    private static final int ROWS = 256;
    private static final double MEAN = 0.2;
    private static final double DEVIATION = 0.35;
    private static final String MODEL = """
            { "fascicle": 1,
              "data": { "random": { "shape": [ %d ], "rows": 10, "classes": 2 } },
              "network": [ %s ],
              "loss": "sparse_categorical_crossentropy",
              "optimizer": "sgd",
              "training": { "epochs": 1, "batch_size": 10, "seed": 42 } }
            """;
    private static final String SELU = "{ \"dense\": { \"units\": 100, \"activation\": \"selu\", "
            + "\"kernel_initializer\": \"lecun_normal\" } }, { \"alpha_dropout\": { \"rate\": 0.1 } }";
    private static final String SIGMOID = "{ \"dense\": { \"units\": 100, \"activation\": \"sigmoid\", "
            + "\"kernel_initializer\": { \"random_normal\": { \"stddev\": 1.0 } } } }";

    @ParameterizedTest
    @MethodSource("backends")
    void seluKeepsMeanAndDeviation(String backend) {
        for (int layers : LAYERS) {
            try (Model network = network(SELU, layers, backend)) {
                float[] inputs = inputs();
                assertNormal(network.predict(inputs, ROWS), "layer " + layers);
                // One sample: the activations themselves, as they are in training.
                assertNormal(network.sample(inputs, ROWS, 1, 7).mean(), "layer " + layers + " with dropout");
            }
        }
    }

    private static void assertNormal(float[] activations, String what) {
        assertEquals(0, mean(activations), MEAN, () -> "mean of " + what);
        assertEquals(1, deviation(activations), DEVIATION, () -> "deviation of " + what);
    }

    /** Their mean is far off, and most of them lie where the gradient has all but vanished. */
    @ParameterizedTest
    @MethodSource("backends")
    void sigmoidDoesNot(String backend) {
        for (int layers : LAYERS) {
            try (Model network = network(SIGMOID, layers, backend)) {
                float[] activations = network.predict(inputs(), ROWS);
                String what = "layer " + layers;
                assertTrue(mean(activations) > 2 * MEAN, () -> "mean of " + what + ": " + mean(activations));
                assertTrue(deviation(activations) < 1 - DEVIATION, () -> "deviation of " + what);
                double saturated = 0;
                for (float activation : activations) {
                    saturated += activation < 0.05 || activation > 0.95 ? 1.0 / activations.length : 0;
                }
                assertTrue(saturated > 0.5, what + ": " + saturated + " of the activations are saturated");
            }
        }
    }

    /** A network that ends with the activations of a layer; the layers of one name have the same weights in all of them. */
    private Model network(String layer, int layers, String backend) {
        return create(String.format(MODEL, UNITS, String.join(", ", Collections.nCopies(layers, layer))), on(backend));
    }

    private static float[] inputs() {
        Random random = new Random(1);
        float[] inputs = new float[ROWS * UNITS];
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = (float) random.nextGaussian();
        }
        return inputs;
    }

    private static double mean(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    private static double deviation(float[] values) {
        double mean = mean(values);
        double squares = 0;
        for (float value : values) {
            squares += (value - mean) * (value - mean);
        }
        return Math.sqrt(squares / values.length);
    }
}
