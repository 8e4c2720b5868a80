package org.fascicle.format.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import org.fascicle.api.data.Data;
import org.fascicle.api.data.MemoryRows;
import org.fascicle.api.data.Scale;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.model.Definition;
import org.fascicle.api.model.Model;
import org.fascicle.api.model.Settings;
import org.fascicle.api.technique.Kind;
import org.fascicle.format.Networks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is exported computes the same in ONNX Runtime. */
class OnnxFormatTest {
    private static final double TOLERANCE = 1e-5;
    private static final String IMAGE = "8, 6, 4";
    /** By layer: the shape of a row, and the layer's options, as often as there are forms that make other operators. */
    private static final Map<String, List<String>> LAYERS = Map.ofEntries(
            layer("activation", "5", "'activation': 'elu'"),
            layer("add", "5", "'inputs': ['input', 'input']"),
            layer("alpha_dropout", "5", "'rate': 0.3"),
            layer("average_pooling_1d", "7, 3", "'pool_size': 2", "'pool_size': 3, 'strides': 2, 'padding': 'same'"),
            layer("average_pooling_2d", IMAGE, "'pool_size': 2", "'pool_size': [3, 2], 'strides': [2, 1], 'padding': 'same'"),
            layer("batch_normalization", "4, 3", "", "'axis': 1", "'center': false, 'scale': false"),
            layer("concatenate", "5", "'inputs': ['input', 'input']"),
            layer("conv1d", "9, 3", "'filters': 4, 'kernel_size': 3",
                    "'filters': 4, 'kernel_size': 2, 'padding': 'causal', 'dilation_rate': 2",
                    "'filters': 4, 'kernel_size': 3, 'padding': 'same', 'strides': 2, 'activation': 'relu'"),
            layer("conv2d", IMAGE, "'filters': 3, 'kernel_size': 3", "'filters': 4, 'kernel_size': [3, 2], 'groups': 2",
                    "'filters': 3, 'kernel_size': [2, 3], 'strides': [2, 3], 'padding': 'same'",
                    "'filters': 3, 'kernel_size': 2, 'dilation_rate': 2, 'use_bias': false"),
            layer("conv2d_transpose", IMAGE, "'filters': 3, 'kernel_size': 3",
                    "'filters': 2, 'kernel_size': [3, 2], 'strides': 2",
                    "'filters': 2, 'kernel_size': 3, 'strides': [2, 3], 'padding': 'same'",
                    "'filters': 2, 'kernel_size': 3, 'strides': 3, 'output_padding': [1, 2]"),
            layer("cropping_2d", IMAGE, "'cropping': [1, 2]"),
            layer("dense", "5", "'units': 3", "'units': 3, 'use_bias': false, 'activation': 'softmax'"),
            layer("dense", "4, 5", "'units': 3"),
            layer("depthwise_conv2d", IMAGE, "'kernel_size': 3",
                    "'kernel_size': [2, 3], 'depth_multiplier': 2, 'padding': 'same'"),
            layer("dropout", "5", "'rate': 0.3"),
            layer("embedding", "4", "'input_dim': 7, 'output_dim': 3"),
            layer("flatten", IMAGE, ""),
            layer("gaussian_dropout", "5", "'rate': 0.3"),
            layer("gaussian_noise", "5", "'stddev': 0.3"),
            layer("global_average_pooling", IMAGE, "", "'keepdims': true"),
            layer("global_max_pooling", IMAGE, "", "'keepdims': true"),
            layer("group_normalization", IMAGE, "'groups': 2", "'groups': -1"),
            layer("layer_normalization", "4, 5", "", "'axis': [1, 2]"),
            layer("max_pooling_1d", "7, 3", "'pool_size': 2", "'pool_size': 3, 'strides': 2, 'padding': 'same'"),
            layer("max_pooling_2d", IMAGE, "'pool_size': 2", "'pool_size': [3, 2], 'strides': [2, 1], 'padding': 'same'"),
            layer("multiply", "5", "'inputs': ['input', 'input']"),
            layer("permute", "4, 5, 2", "'dims': [3, 1, 2]"),
            layer("random_contrast", IMAGE, "'factor': 0.2"),
            layer("random_crop", IMAGE, "'height': 5, 'width': 4"),
            layer("random_flip", IMAGE, ""),
            layer("random_rotation", IMAGE, "'factor': 0.2"),
            layer("random_translation", IMAGE, "'height_factor': 0.2, 'width_factor': 0.1"),
            layer("random_zoom", IMAGE, "'height_factor': 0.2"),
            layer("repeat_vector", "5", "'n': 3"),
            layer("reshape", "6", "'target_shape': [3, 2]"),
            layer("separable_conv2d", IMAGE, "'filters': 3, 'kernel_size': 3"),
            layer("spatial_dropout", "4, 5", "'rate': 0.3"),
            layer("up_sampling_2d", IMAGE, "'size': [2, 3]", "'size': 2, 'interpolation': 'bilinear'"),
            layer("zero_padding_2d", IMAGE, "'padding': [1, 2]"));

    @TempDir
    Path folder;

    private static Map.Entry<String, List<String>> layer(String name, String shape, String... options) {
        return Map.entry(name + " " + shape, Arrays.asList(options));
    }

    static Stream<String> activations() {
        return Networks.names(Kind.ACTIVATION).stream()
                .map(name -> name.equals("threshold") ? "{'threshold': {'threshold': 0.4, 'default_value': -2}}"
                        : "'" + name + "'");
    }

    static Stream<String> layers() {
        return LAYERS.entrySet().stream().flatMap(entry -> entry.getValue().stream().map(options -> {
            String[] words = entry.getKey().split(" ", 2);
            return "'inputs': {'input': [" + words[1] + "]}, 'network': [{'" + words[0] + "': {" + options + "}}]";
        }));
    }

    @Test
    void noLayerIsLeftOut() {
        Set<String> tried = new TreeSet<>();
        LAYERS.keySet().forEach(key -> tried.add(key.split(" ", 2)[0]));
        assertEquals(new TreeSet<>(Networks.names(Kind.LAYER)), tried);
    }

    @ParameterizedTest
    @MethodSource("layers")
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
    @MethodSource("activations")
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
        float[] features = new float[60];
        float[] numbers = Networks.features(60, 1);
        for (int i = 0; i < 60; i++) {
            features[i] = i % 3 == 0 ? 1.6e9f + 128 * i : numbers[i] * (i % 3);
        }
        Data data = Data.of(MemoryRows.of(Shape.of(3), features)).scaled(Scale.STANDARD);
        Definition definition = Definition.text("{\"fascicle\": 1, \"network\": [{\"dense\": {\"units\": 2}}]}", "model.json");
        try (Model model = Networks.fascicle().create(definition, data, Settings.defaults())) {
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
