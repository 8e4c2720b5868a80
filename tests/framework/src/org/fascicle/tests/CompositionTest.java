package org.fascicle.tests;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.fascicle.api.backend.Profile;
import org.fascicle.api.model.Model;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A step that is composed of many bundles costs nothing against one with the same formulas in a single bundle: it has the
 * same kernels, which move as many bytes and compute as much, and the same numbers come out.
 */
@ComputesAlone
public class CompositionTest extends PlatformTest {
    private static final int BATCH = 32;
    private static final int STEPS = 5;
    private static final String MODEL = """
            { "fascicle": 1,
              "data": { "digits": { "validation": 100, "scale": "standard" } },
              "network": [ { "flatten": {} }, LAYERS,
                           { "dense": { "units": 10, "activation": "softmax" } } ],
              "loss": "sparse_categorical_crossentropy",
              "metrics": [ "accuracy" ],
              "optimizer": OPTIMIZER,
              "training": { "epochs": 2, "batch_size": 32, "seed": 7 } }
            """;
    private static final String RATE = "'learning_rate': { 'exponential': { 'initial': 0.05, 'factor': 0.5, 'every': 1 } }";
    private static final String COMPOSED_OPTIMIZER = "{ 'nesterov': { " + RATE + ", 'clipvalue': 0.01, 'weight_decay': 0.02";
    private static final String WHOLE_OPTIMIZER = "{ 'com.example:whole': { " + RATE + ", 'clip': 0.01, 'decay': 0.02";

    /** One layer with a name, then dropout; as four bundles, or as one. */
    private static String composed(String name, String constraint) {
        return "{ 'dense': { 'units': 60, 'activation': 'elu', 'kernel_initializer': 'he_normal', 'kernel_regularizer': "
                + "{ 'l2': { 'l2': 0.001 } }" + constraint + ", 'name': '" + name + "' } }, { 'dropout': { 'rate': 0.1 } }";
    }

    private static String whole(String name, String constraint) {
        return "{ 'com.example:whole': { 'units': 60, 'l2': 0.001" + constraint + ", 'name': '" + name
                + "' } }, { 'dropout': { 'rate': 0.1 } }";
    }

    private static String model(String layers, String optimizer) {
        return MODEL.replace("LAYERS", layers).replace("OPTIMIZER", optimizer).replace('\'', '"');
    }

    // Averages are of what constraints leave, so that an optimizer by itself can have one or the other.
    private static String composedModel(boolean bounded) {
        String constraint = bounded ? ", 'kernel_constraint': { 'max_norm': { 'max_value': 1.5 } }" : "";
        String average = bounded ? " } }" : ", 'use_ema': true, 'ema_momentum': 0.9 } }";
        return model(composed("a", constraint) + "," + composed("b", constraint), COMPOSED_OPTIMIZER + average);
    }

    private static String wholeModel(boolean bounded) {
        String constraint = bounded ? ", 'max_norm': 1.5" : "";
        String average = ", 'averaging': " + (bounded ? 0 : 0.9) + " } }";
        return model(whole("a", constraint) + "," + whole("b", constraint), WHOLE_OPTIMIZER + average);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void manyBundlesHaveTheSameKernelsAsOne(boolean bounded) throws Exception {
        try (Guest guest = Guest.install("com.example.whole");
                Model composed = create(composedModel(bounded), on("jit"));
                Model whole = create(wholeModel(bounded), on("jit"))) {
            List<Profile.Part> parts = measurement.profile(composed, fascicle.data(composed), BATCH, 0.1).step().parts();
            assertEquals(kernels(measurement.profile(whole, fascicle.data(whole), BATCH, 0.1).step().parts()), kernels(parts));
            Set<String> techniques = parts.stream().flatMap(part -> part.techniques().stream()).collect(Collectors.toSet());
            assertTrue(techniques.containsAll(Set.of("dense", "elu", "softmax", "l2", "dropout", "clip_by_value", "nesterov",
                    "weight_decay", bounded ? "max_norm" : "weight_average", "sparse_categorical_crossentropy", "accuracy")),
                    techniques.toString());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void manyBundlesComeToTheSameNumbersAsOne(boolean bounded) throws Exception {
        try (Guest guest = Guest.install("com.example.whole")) {
            Map<String, double[]> expected = trained(wholeModel(bounded));
            Map<String, double[]> actual = trained(composedModel(bounded));
            assertEquals(expected.keySet(), actual.keySet());
            assertEquals(!bounded, expected.containsKey("optimizer/a/kernel/weight_average"), expected.keySet().toString());
            expected.forEach((path, values) -> assertArrayEquals(values, actual.get(path), path));
        }
    }

    private Map<String, double[]> trained(String model) {
        try (Model network = create(model, on("jit"))) {
            return tensors(trainTo(network, STEPS));
        }
    }

    /** What runs, and what it costs, without the times. */
    private static List<String> kernels(List<Profile.Part> parts) {
        return parts.stream().map(part -> part.phase() + " " + part.operation() + (part.isMove() ? " (move) " : " ")
                + part.bytes() + " bytes " + part.operations() + " operations").collect(Collectors.toList());
    }
}
