package org.fascicle.format.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeSet;

import org.fascicle.api.model.Model;
import org.fascicle.api.technique.Kind;
import org.fascicle.format.Cases;
import org.fascicle.format.Networks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is exported computes the same in ONNX Runtime. */
class OnnxFormatTest {
    private static final double TOLERANCE = 1e-5;
    @TempDir
    Path folder;

    @Test
    void noLayerIsLeftOut() {
        assertEquals(new TreeSet<>(Networks.names(Kind.LAYER)), Cases.layerNames());
    }

    @ParameterizedTest
    @MethodSource("org.fascicle.format.Cases#layers")
    void eachLayerComputesTheSame(String network) {
        boolean indices = network.contains("embedding");
        try (Model model = Networks.random("{'fascicle': 1, " + network + "}", 7)) {
            float[] features = Networks.features(5 * model.inputs().get(0).size(), 3);
            for (int i = 0; indices && i < features.length; i++) {
                features[i] = i % 7;
            }
            assertSame(model, Map.of("input", features), 5);
            assertSame(model, Map.of("input", Arrays.copyOf(features, features.length / 5)), 1);
        }
    }

    @ParameterizedTest
    @MethodSource("org.fascicle.format.Cases#activations")
    void eachActivationComputesTheSame(String activation) {
        String network =
                "{'fascicle': 1, 'inputs': {'input': [3, 6]}, 'network': [{'activation': {'activation': " + activation + "}}]}";
        try (Model model = Networks.random(network, 7)) {
            float[] features = Networks.features(5 * 18, 3);
            float[] edges = {0, -0.0f, 1, -1, 1e-6f, -1e-6f, 30, -30, 100, -100, 0.5f, -0.5f, 3, -3, 6, 1e-20f, 20, -20};
            System.arraycopy(edges, 0, features, 0, edges.length);
            assertSame(model, Map.of("input", features), 5);
        }
    }

    @Test
    void aGraphOfSeveralInputsAndOutputsKeepsTheirNames() {
        String network = "{'fascicle': 1, 'inputs': {'wide': [6], 'deep': [2, 3]}, 'network': ["
                + "{'flatten': {'name': 'flat', 'inputs': ['deep']}}, {'dense': {'name': 'hidden', 'units': 6, 'activation': 'tanh'}},"
                + "{'add': {'name': 'both', 'inputs': ['wide', 'hidden']}},"
                + "{'dense': {'name': 'class', 'units': 3, 'activation': 'softmax', 'inputs': ['both']}},"
                + "{'concatenate': {'name': 'value', 'inputs': ['both', 'wide']}}], "
                + "'outputs': ['class', 'value']}";
        try (Model model = Networks.random(network, 5)) {
            assertSame(model, Map.of("wide", Networks.features(24, 1), "deep", Networks.features(24, 2)), 4);
        }
    }

    @Test
    void scalingIsPartOfTheFileInFloat64() {
        float[] features = Networks.unlike();
        try (Model model = Networks.standardized(features)) {
            assertTrue(model.shift("input")[0] > 1e9);
            assertSame(model, Map.of("input", features), 20);
        }
    }

    private void assertSame(Model model, Map<String, float[]> features, int rows) {
        Path file = folder.resolve("model.onnx");
        new OnnxFormat().write(model, file);
        Map<String, float[]> expected = model.predict(features, rows);
        Map<String, float[]> actual = Runtime.run(file, model.inputs(), model.outputs(), features, rows);
        assertEquals(expected.keySet(), actual.keySet());
        expected.forEach((name, wanted) -> {
            float[] found = actual.get(name);
            assertEquals(wanted.length, found.length, name);
            for (int i = 0; i < wanted.length; i++) {
                double tolerance = TOLERANCE * Math.max(1, Math.abs(wanted[i]));
                int at = i;
                assertTrue(Math.abs(wanted[i] - found[i]) <= tolerance || wanted[i] == found[i],
                        () -> name + " at " + at + ": " + wanted[at] + ", and ONNX Runtime has " + found[at]);
            }
        });
    }
}
