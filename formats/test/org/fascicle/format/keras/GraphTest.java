package org.fascicle.format.keras;

import static org.fascicle.format.keras.HandWritten.call;
import static org.fascicle.format.keras.HandWritten.called;
import static org.fascicle.format.keras.HandWritten.dense;
import static org.fascicle.format.keras.HandWritten.input;
import static org.fascicle.format.keras.HandWritten.object;
import static org.fascicle.format.keras.HandWritten.tensor;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.fascicle.api.expr.Shape;
import org.fascicle.api.format.Imported;
import org.fascicle.api.format.TrainingState;
import org.fascicle.api.model.Definition;
import org.fascicle.api.model.Model;
import org.fascicle.api.model.Settings;
import org.fascicle.api.problem.InputException;
import org.fascicle.format.Networks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models within models, and layers that are called several times, as Keras writes them. */
class GraphTest {
    private final KerasFormat format = new KerasFormat(Networks.techniques());
    private final Hdf5Writer weights = new Hdf5Writer();

    @TempDir
    Path folder;

    @Test
    void aSequentialModelWithinASequentialOneIsFlat() throws IOException {
        String encoder = object("keras", "Sequential", "'name': 'encoder', 'layers': [" + input("encoder_input", 3) + ", "
                + dense("dense", 4, "tanh") + ", " + object("keras.layers", "BatchNormalization", "'name': 'norm'") + "]");
        String model = object("keras", "Sequential",
                "'name': 'model', 'layers': [" + input("input_layer", 3) + ", " + encoder + ", " + dense("dense", 2, "linear")
                        + "]");
        put("layers/sequential/layers/dense/vars", Shape.of(3, 4), Shape.of(4));
        put("layers/sequential/layers/batch_normalization/vars", Shape.of(4), Shape.of(4), Shape.of(4), Shape.of(4));
        put("layers/dense/vars", Shape.of(4, 2), Shape.of(2));
        assertComputesAs(model, "{'input': [3]}", "[{'dense': {'name': 'encoder_dense', 'units': 4, 'activation': 'tanh'}}, "
                + "{'batch_normalization': {'name': 'encoder_norm'}}, {'dense': {'units': 2}}]", "encoder_dense", "encoder_norm",
                "dense");
    }

    /** The model within takes two inputs and gives two outputs, one of which is an input; a ReLU is called twice. */
    @Test
    void aFunctionalModelWithinAnotherIsFlat() throws IOException {
        String inner = object("keras.src.models.functional", "Functional", "'name': 'inner', 'layers': [" + input("a", 3) + ", "
                + input("b", 3) + ", " + called(object("keras.layers", "Add", "'name': 'sum'"), call("a", "b")) + ", "
                + called(dense("dense", 4, "tanh"), call("sum"))
                + "], 'input_layers': [['a', 0, 0], ['b', 0, 0]], 'output_layers': [['dense', 0, 0], ['a', 0, 0]]");
        String relu = object("keras.layers", "ReLU", "'name': 'relu'");
        String model = object("keras", "Functional", "'name': 'outer', 'layers': [" + input("x", 3) + ", " + input("y", 3) + ", "
                + called(relu, call("x") + ", " + call("y")) + ", "
                + called(inner, "{'args': [[" + tensor("relu", 0, 0) + ", " + tensor("relu", 1, 0) + "]], 'kwargs': {}}") + ", "
                + called(dense("dense", 3, "linear"), call("inner")) + ", "
                + called(object("keras.layers", "Add", "'name': 'end'"),
                        "{'args': [[" + tensor("dense", 0, 0) + ", " + tensor("inner", 0, 1) + "]], 'kwargs': {}}")
                + "], 'input_layers': [['x', 0, 0], ['y', 0, 0]], 'output_layers': [['end', 0, 0]]");
        put("layers/functional/layers/dense/vars", Shape.of(3, 4), Shape.of(4));
        put("layers/dense/vars", Shape.of(4, 3), Shape.of(3));
        assertComputesAs(model, "{'x': [3], 'y': [3]}",
                "[{'activation': {'name': 'relu', 'activation': 'relu', 'inputs': ['x']}}, "
                        + "{'activation': {'name': 'relu_call_1', 'activation': 'relu', 'inputs': ['y']}}, "
                        + "{'add': {'name': 'inner_sum', 'inputs': ['relu', 'relu_call_1']}}, "
                        + "{'dense': {'name': 'inner_dense', 'units': 4, 'activation': 'tanh'}}, {'dense': {'name': 'dense', 'units': 3}}, "
                        + "{'add': {'name': 'end', 'inputs': ['dense', 'relu']}}]",
                "inner_dense", "dense");
    }

    /** Keras counts the calls of a functional model from 1 on where it names the outputs of the model around it. */
    @Test
    void aFunctionalModelMayBeTheOutput() throws IOException {
        String inner = object("keras.src.models.functional", "Functional", "'name': 'inner', 'layers': [" + input("a", 3) + ", "
                + called(dense("dense", 2, "tanh"), call("a"))
                + "], 'input_layers': [['a', 0, 0]], 'output_layers': [['dense', 0, 0]]");
        String model =
                object("keras", "Functional", "'name': 'outer', 'layers': [" + input("x", 3) + ", " + called(inner, call("x"))
                        + "], 'input_layers': [['x', 0, 0]], 'output_layers': [['inner', 1, 0]]");
        put("layers/functional/layers/dense/vars", Shape.of(3, 2), Shape.of(2));
        assertComputesAs(model, "{'input': [3]}", "[{'dense': {'name': 'inner_dense', 'units': 2, 'activation': 'tanh'}}]",
                "inner_dense");
    }

    @Test
    void inputsAndOutputsMayHaveNames() throws IOException {
        put("layers/dense/vars", Shape.of(3, 2), Shape.of(2));
        put("layers/dense_1/vars", Shape.of(3, 4), Shape.of(4));
        String model = object("keras", "Functional", "'layers': [" + input("y", 3) + ", " + input("x", 3) + ", "
                + called(dense("late", 2, "tanh"), call("x")) + ", " + called(dense("early", 4, "tanh"), call("y"))
                + "], 'input_layers': {'y': ['y', 0, 0], 'x': ['x', 0, 0]}, "
                + "'output_layers': {'b': ['late', 0, 0], 'a': ['early', 0, 0]}");
        Map<String, Object> read = format.read(file(model)).definition().orElseThrow().tree().orElseThrow();
        assertEquals(List.of("early", "late"), read.get("outputs"));
    }

    @Test
    void aFrozenModelWithinAnotherHasNoSlots() throws IOException {
        String base = object("keras", "Sequential",
                "'name': 'base', 'trainable': false, 'layers': [" + input("in", 3) + ", " + dense("dense", 4, "tanh") + "]");
        String model = object("keras", "Sequential",
                "'name': 'model', 'layers': [" + input("input_layer", 3) + ", " + base + ", " + dense("head", 2, "linear") + "]");
        model = model.substring(0, model.length() - 1) + ", 'compile_config': {'loss': 'mse', 'optimizer': "
                + object("keras.optimizers", "SGD", "'learning_rate': 0.1, 'momentum': 0.9, 'nesterov': false") + "}}";
        put("layers/sequential/layers/dense/vars", Shape.of(3, 4), Shape.of(4));
        put("layers/dense/vars", Shape.of(4, 2), Shape.of(2));
        weights.whole("optimizer/vars", "0", 12);
        weights.tensor("optimizer/vars", "1", Shape.scalar(), () -> new double[] {0.1});
        weights.tensor("optimizer/vars", "2", Shape.of(4, 2), () -> numbers(8, 5));
        weights.tensor("optimizer/vars", "3", Shape.of(2), () -> numbers(2, 6));
        Imported read = format.read(file(model));
        TrainingState state = read.training().orElseThrow();
        assertEquals(12, state.step());
        assertEquals(Set.of("optimizer/head/kernel/momentum", "optimizer/head/bias/momentum"), state.slots().keySet());
        assertArrayEquals(numbers(2, 6), state.slots().get("optimizer/head/bias/momentum").values());
        assertTrue(read.definition().orElseThrow().tree().orElseThrow().toString().contains("trainable=false"));
    }

    @Test
    void whatSharesWeightsIsRefused() throws IOException {
        put("layers/dense/vars", Shape.of(3, 3), Shape.of(3));
        assertRefused(object("keras", "Functional", "'layers': [" + input("x", 3) + ", "
                + called(dense("dense", 3, "tanh"), call("x") + ", " + call("dense"))
                + "], 'input_layers': [['x', 0, 0]], 'output_layers': [['dense', 1, 0]]"),
                "config.json/layers/dense: the layer is called 2 times; here each layer has weights of its own");
        String inner = object("keras", "Sequential", "'name': 'inner', 'layers': [" + dense("dense", 3, "tanh") + "]");
        assertRefused(object("keras", "Functional", "'layers': [" + input("x", 3) + ", "
                + called(inner, call("x") + ", " + call("inner"))
                + "], 'input_layers': [['x', 0, 0]], 'output_layers': [['inner', 1, 0]]"),
                "config.json/layers/inner: the model is called 2 times; here each layer has weights of its own");
    }

    @Test
    void whatLeadsNowhereIsRefused() throws IOException {
        String relu = object("keras.layers", "ReLU", "'name': 'relu'");
        assertRefused(functional(called(relu, call("relu"))), "its inputs are no layers of the model: [relu]");
        assertRefused(functional(called(relu, call("y"))), "its inputs are no layers of the model: [y]");
        assertRefused(functional(called(relu, "{'args': [], 'kwargs': {}}")), "a call of the layer reads no layer");
        assertRefused(functional(relu), "the layer is never called");
        assertRefused(functional(called(relu, "{'args': [" + tensor("x", 0, 3) + "]}")), "there is no output 3 of call 0 of 'x'");
        assertRefused(functional(called(relu, "{'args': [" + tensor("x", 0, 0) + "], 'kwargs': {'training': true}}")),
                "config.json/layers/relu/inbound_nodes/training: true has no equal here");
        String endless = object("keras", "Functional", "'name': 'inner', 'layers': [" + input("a", 3)
                + "], 'input_layers': [['a', 0, 0]], 'output_layers': [['a', 0, 0]]");
        assertRefused(functional(called(endless, call("inner")) + ", " + called(relu, call("inner"))),
                "its inputs lead to themselves");
    }

    private String functional(String layers) {
        return object("keras", "Functional",
                "'layers': [" + input("x", 3) + ", " + layers
                        + "], 'input_layers': [['x', 0, 0]], 'output_layers': [['relu', 0, 0]]");
    }

    private void assertRefused(String model, String problem) throws IOException {
        Path file = file(model);
        InputException e = assertThrows(InputException.class, () -> format.read(file));
        assertTrue(e.getMessage().contains(problem), e.getMessage());
        assertTrue(e.getMessage().startsWith(file.toString()), e.getMessage());
    }

    /** Compares with a flat model of ours that has the same tensors, the layers with weights in Keras's order. */
    private void assertComputesAs(String keras, String inputs, String network, String... layers) throws IOException {
        Imported read = format.read(file(keras));
        String flat = "{'fascicle': 1, 'inputs': " + inputs + ", 'network': " + network + "}";
        try (Model wanted = Networks.random(flat, 1);
                Model found = Networks.fascicle().create(read.definition().orElseThrow(), Settings.defaults())) {
            read.into(found);
            int seed = 0;
            for (String layer : layers) {
                for (String name : List.of("kernel", "gamma", "bias", "beta", "moving_mean", "moving_variance")) {
                    String path = layer + "/" + name;
                    if (wanted.tensors().containsKey(path)) {
                        wanted.tensor(path, numbers((int) wanted.tensors().get(path).size(), seed++));
                    }
                }
            }
            Map<String, float[]> rows = wanted.inputs().size() == 1 ? Map.of("input", Networks.features(12, 1))
                    : Map.of("x", Networks.features(12, 1), "y", Networks.features(12, 2));
            assertArrayEquals(wanted.predict(rows, 4).values().iterator().next(),
                    found.predict(rows, 4).values().iterator().next(), 1e-6f);
            String json = Networks.fascicle().json(Definition.text(flat.replace('\'', '"'), "flat"));
            assertTrue(json.length() > 0);
        }
    }

    private int seeds;

    private void put(String group, Shape... shapes) {
        for (int i = 0; i < shapes.length; i++) {
            int seed = seeds++;
            Shape shape = shapes[i];
            weights.tensor(group, Integer.toString(i), shape, () -> numbers((int) shape.size(), seed));
        }
    }

    /** Positive ones, since some are variances. */
    private static double[] numbers(int count, int seed) {
        double[] numbers = new double[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = (float) (0.6 + 0.5 * Math.sin(seed * 5 + i));
        }
        return numbers;
    }

    private Path file(String model) throws IOException {
        return HandWritten.file(folder, model, weights);
    }
}
