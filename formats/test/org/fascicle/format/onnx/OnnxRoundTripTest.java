package org.fascicle.format.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.fascicle.api.expr.Shape;
import org.fascicle.api.format.Imported;
import org.fascicle.api.model.Model;
import org.fascicle.api.model.Settings;
import org.fascicle.api.problem.InputException;
import org.fascicle.format.Cases;
import org.fascicle.format.Networks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What we write as primitives is recognized again as layers, and predicts the same. */
class OnnxRoundTripTest {
    private static final double TOLERANCE = 1e-5;
    /** These are many operators that no layer of the file's own has; all others come back. */
    private static final List<String> ONE_WAY = List.of("sparsemax", "bilinear", "masking", "multi_head_attention",
            "position_embedding", "ste_sign", "lstm", "gru", "simple_rnn");
    /** Layers that are something else in a file: what they do in inference. */
    private static final List<String> OTHERWISE = List.of("dropout", "noise", "random", "cropping", "group_normalization",
            "separable", "up_sampling", "groups", "activation': 'linear'", "rrelu", "glu'", "permute", "time_distributed",
            "gradient_reversal");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @MethodSource("org.fascicle.format.Cases#layers")
    void eachLayerComesBack(String network) {
        comesBack(network);
    }

    static Stream<String> activations() {
        return Stream.concat(Cases.activations(),
                Stream.of("{'elu': {'alpha': 0.5}}", "{'celu': {'alpha': 0.5}}", "{'celu': {'alpha': 0.3}}",
                        "{'leaky_relu': {'negative_slope': 0.1}}", "{'relu': {'max_value': 2}}",
                        "{'relu': {'negative_slope': 0.2}}",
                        "{'gelu': {'approximate': true}}", "{'softmax': {'axis': 1}}"));
    }

    @ParameterizedTest
    @MethodSource("activations")
    void eachActivationComesBack(String activation) {
        comesBack("'inputs': {'input': [3, 6]}, 'network': [{'activation': {'activation': " + activation + "}}]");
    }

    private void comesBack(String network) {
        try (Model model = Networks.random("{'fascicle': 1, " + network + "}", 7)) {
            if (ONE_WAY.stream().anyMatch(network::contains)) {
                Path file = folder.resolve("model.onnx");
                new OnnxFormat().write(model, file);
                InputException e = assertThrows(InputException.class, () -> new OnnxFormat().read(file));
                assertTrue(e.getMessage().startsWith(file + ": at graph/"), e.getMessage());
                return;
            }
            float[] features = Networks.features(5 * model.inputs().get(0).size(), 3);
            for (int i = 0; network.contains("embedding") && i < features.length; i++) {
                features[i] = i % 7;
            }
            Imported read = assertComesBack(model, Map.of("input", features), 5);
            if (OTHERWISE.stream().noneMatch(network::contains)) {
                String name = network.replaceAll(".*\\[\\{'([a-z0-9_]+)'.*", "$1");
                assertEquals(name, layers(read).get(0));
                assertTrue(layers(read).size() == 1 || network.contains("keepdims"), layers(read).toString());
            }
        }
    }

    @Test
    void anImageNetworkComesBackLayerByLayer() {
        String network = "'inputs': {'input': [12, 10, 3]}, 'network': ["
                + "{'conv2d': {'filters': 4, 'kernel_size': 3, 'padding': 'same', 'use_bias': false}}, {'batch_normalization': {}},"
                + "{'activation': {'activation': 'relu'}}, {'max_pooling_2d': {}},"
                + "{'depthwise_conv2d': {'kernel_size': 3, 'strides': 2, 'padding': 'same'}},"
                + "{'conv2d': {'filters': 6, 'kernel_size': 1, 'activation': 'elu'}}, {'average_pooling_2d': {'padding': 'same'}},"
                + "{'dropout': {'rate': 0.2}}, {'flatten': {}}, {'dense': {'units': 8, 'activation': 'gelu'}},"
                + "{'layer_normalization': {}}, {'dense': {'units': 5, 'activation': 'tanh'}}, {'layer_normalization': {}},"
                + "{'dense': {'units': 3, 'activation': 'softmax'}}]";
        try (Model model = Networks.random("{'fascicle': 1, " + network + "}", 3)) {
            model.classes("output", List.of("red", "green \"one\"", "blåʼ"));
            Imported read = assertComesBack(model, Map.of("input", Networks.features(4 * 360, 1)), 4);
            assertEquals(List.of("conv2d", "batch_normalization", "activation", "max_pooling_2d", "depthwise_conv2d", "conv2d",
                    "average_pooling_2d", "flatten", "dense", "layer_normalization", "dense", "layer_normalization", "dense"),
                    layers(read));
            assertEquals(model.tensors(), tensors(read), "the names and shapes of all tensors");
        }
    }

    @Test
    void aGraphOfSeveralInputsAndOutputsKeepsTheirNames() {
        String network = "'inputs': {'wide': [6], 'deep': [2, 3]}, 'network': ["
                + "{'flatten': {'name': 'flat', 'inputs': ['deep']}}, {'dense': {'name': 'hidden', 'units': 6, 'activation': 'tanh'}},"
                + "{'add': {'name': 'both', 'inputs': ['wide', 'hidden']}},"
                + "{'dense': {'name': 'class', 'units': 3, 'activation': 'softmax', 'inputs': ['both']}},"
                + "{'concatenate': {'name': 'value', 'inputs': ['both', 'wide']}}], 'outputs': ['class', 'value']";
        try (Model model = Networks.random("{'fascicle': 1, " + network + "}", 5)) {
            model.classes("class", List.of("a", "b", "c"));
            assertComesBack(model, Map.of("wide", Networks.features(24, 1), "deep", Networks.features(24, 2)), 4);
        }
    }

    @Test
    void scalingComesBackInFloat64() {
        float[] features = Networks.unlike();
        try (Model model = Networks.standardized(features)) {
            Imported read = assertComesBack(model, Map.of("input", features), 20);
            assertEquals(List.of("dense"), layers(read));
        }
    }

    private static List<String> layers(Imported read) {
        List<?> network = (List<?>) read.definition().orElseThrow().tree().orElseThrow().get("network");
        return network.stream().map(layer -> (String) ((Map<?, ?>) layer).keySet().iterator().next())
                .collect(Collectors.toList());
    }

    private static Map<String, Shape> tensors(Imported read) {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        read.tensors().forEach((path, numbers) -> shapes.put(path, numbers.shape()));
        return shapes;
    }

    private Imported assertComesBack(Model model, Map<String, float[]> features, int rows) {
        Path file = folder.resolve("model.onnx");
        new OnnxFormat().write(model, file);
        Imported read = new OnnxFormat().read(file);
        try (Model back = Networks.fascicle().create(read.definition().orElseThrow(), Settings.defaults())) {
            read.into(back);
            assertEquals(model.outputs().toString(), back.outputs().toString());
            for (int i = 0; i < model.outputs().size(); i++) {
                assertEquals(model.outputs().get(i).classes(), back.outputs().get(i).classes());
            }
            Map<String, float[]> wanted = model.predict(features, rows);
            Map<String, float[]> found = back.predict(features, rows);
            wanted.forEach((name, values) -> {
                for (int i = 0; i < values.length; i++) {
                    assertEquals(values[i], found.get(name)[i], TOLERANCE * Math.max(1, Math.abs(values[i])), name + " at " + i);
                }
            });
        }
        return read;
    }
}
