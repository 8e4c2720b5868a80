package org.fascicle.format.keras;

import static org.fascicle.format.keras.HandWritten.called;
import static org.fascicle.format.keras.HandWritten.object;
import static org.fascicle.format.keras.HandWritten.tensor;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.ZipFile;

import org.fascicle.api.expr.Shape;
import org.fascicle.api.format.Imported;
import org.fascicle.api.model.Model;
import org.fascicle.api.model.Settings;
import org.fascicle.api.problem.InputException;
import org.fascicle.format.Networks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Layers of sequences as Keras writes them, against Keras's formulas in plain Java. */
class SequencesTest {
    private static final int ROWS = 3;
    private static final int STEPS = 4;
    private static final int FEATURES = 3;
    private static final int UNITS = 2;
    private static final String POLICY = "'trainable': true, 'dtype': {'module': 'keras', 'class_name': 'DTypePolicy', "
            + "'config': {'name': 'float32'}, 'registered_name': null}";
    /** What every recurrent layer writes. */
    private static final String RECURRENT = ", 'return_state': false, 'stateful': false, 'unroll': false, 'units': 2, "
            + "'activation': 'tanh', 'use_bias': true, 'kernel_initializer': {'module': 'keras.initializers', 'class_name': "
            + "'GlorotUniform', 'config': {'seed': null}, 'registered_name': null}, 'recurrent_initializer': {'module': "
            + "'keras.initializers', 'class_name': 'Orthogonal', 'config': {'seed': null, 'gain': 1.0}, 'registered_name': null}, "
            + "'bias_initializer': {'module': 'keras.initializers', 'class_name': 'Zeros', 'config': {}, 'registered_name': null}, "
            + "'kernel_regularizer': null, 'recurrent_regularizer': null, 'bias_regularizer': null, 'activity_regularizer': null, "
            + "'kernel_constraint': null, 'recurrent_constraint': null, 'bias_constraint': null, 'dropout': 0.0, "
            + "'recurrent_dropout': 0.0, 'seed': null";
    /** What an LSTM writes beside that. */
    static final String LSTM = RECURRENT + ", 'recurrent_activation': 'sigmoid', 'unit_forget_bias': true";
    private static final String GRU = RECURRENT + ", 'recurrent_activation': 'sigmoid', 'reset_after': true";

    private final KerasFormat format = new KerasFormat(Networks.techniques());
    private final Hdf5Writer weights = new Hdf5Writer();
    private final Random random = new Random(3);
    private final float[] x = Networks.features(ROWS * STEPS * FEATURES, 4);

    @TempDir
    Path folder;

    private double[] put(String group, int number, int... shape) {
        double[] numbers = new double[(int) Shape.of(shape).size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (float) random.nextGaussian();
        }
        weights.tensor(group + "/vars", Integer.toString(number), Shape.of(shape), () -> numbers);
        return numbers;
    }

    /** Kernel, recurrent kernel and bias. */
    private double[][] cell(String layer, int gates, int... bias) {
        weights.group(layer + "/vars");
        weights.tensor(layer + "/cell/seed_generator/vars", "0", Shape.of(2), () -> new double[] {5, 0});
        return new double[][] {put(layer + "/cell", 0, FEATURES, gates * UNITS), put(layer + "/cell", 1, UNITS, gates * UNITS),
            put(layer + "/cell", 2, bias)};
    }

    /** A layer. */
    static String named(String type, String name, String config) {
        return object("keras.layers", type, "'name': '" + name + "', " + POLICY + config);
    }

    /** An input. */
    static String sequence(String name) {
        return object("keras.layers", "InputLayer", "'name': '" + name + "', 'dtype': 'float32', 'sparse': false, "
                + "'batch_shape': [null, " + STEPS + ", " + FEATURES + "]");
    }

    /** A Sequential model. */
    static String sequential(String layers) {
        return object("keras", "Sequential", "'name': 'model', 'layers': [" + sequence("input_layer") + ", " + layers + "]");
    }

    /** A functional model with one input, x. */
    static String functional(String layers, String output) {
        return object("keras.src.models.functional", "Functional", "'name': 'model', 'trainable': true, 'layers': ["
                + called(sequence("x"), "") + ", " + layers + "], 'input_layers': [['x', 0, 0]], 'output_layers': [['" + output
                + "', 0, 0]]");
    }

    private void assertPredicts(String model, double[] wanted) throws IOException {
        Imported read = format.read(HandWritten.file(folder, model, weights));
        assertEquals(List.of(), read.left());
        assertArrayEquals(wanted, predicted(read, Map.of("input", x), ROWS), 1e-5);
        // And once more from a file of ours.
        try (Model made = Networks.fascicle().create(read.definition().orElseThrow(), Settings.defaults())) {
            read.into(made);
            format.write(made, folder.resolve("ours.keras"));
        }
        assertArrayEquals(wanted, predicted(format.read(folder.resolve("ours.keras")), Map.of("input", x), ROWS), 1e-5);
    }

    private static double[] predicted(Imported read, Map<String, float[]> features, int rows) {
        try (Model model = Networks.fascicle().create(read.definition().orElseThrow(), Settings.defaults())) {
            read.into(model);
            float[] found = model.predict(features, rows).values().iterator().next();
            double[] wide = new double[found.length];
            for (int i = 0; i < wide.length; i++) {
                wide[i] = found[i];
            }
            return wide;
        }
    }

    private static double sigmoid(double z) {
        return 1 / (1 + Math.exp(-z));
    }

    /** A row of numbers times a column of a matrix. */
    private static double product(double[] row, double[] matrix, int column) {
        int columns = matrix.length / row.length;
        double sum = 0;
        for (int i = 0; i < row.length; i++) {
            sum += row[i] * matrix[i * columns + column];
        }
        return sum;
    }

    private double[] step(int row, int t) {
        double[] step = new double[FEATURES];
        for (int i = 0; i < FEATURES; i++) {
            step[i] = x[(row * STEPS + t) * FEATURES + i];
        }
        return step;
    }

    /** Changes h and c by a step. */
    private void lstm(double[][] cell, int row, int t, double[] h, double[] c) {
        double[] z = new double[4 * UNITS];
        for (int i = 0; i < z.length; i++) {
            z[i] = product(step(row, t), cell[0], i) + product(h, cell[1], i) + cell[2][i];
        }
        for (int u = 0; u < UNITS; u++) {
            c[u] = sigmoid(z[UNITS + u]) * c[u] + sigmoid(z[u]) * Math.tanh(z[2 * UNITS + u]);
            h[u] = sigmoid(z[3 * UNITS + u]) * Math.tanh(c[u]);
        }
    }

    @Test
    void anLstmHasTheGatesInputForgetCandidateOutput() throws IOException {
        double[][] cell = cell("layers/lstm", 4, 4 * UNITS);
        double[] wanted = new double[ROWS * UNITS];
        for (int row = 0; row < ROWS; row++) {
            double[] h = new double[UNITS];
            double[] c = new double[UNITS];
            for (int t = 0; t < STEPS; t++) {
                lstm(cell, row, t, h, c);
            }
            System.arraycopy(h, 0, wanted, row * UNITS, UNITS);
        }
        assertPredicts(sequential(named("LSTM", "lstm", ", 'return_sequences': false, 'go_backwards': false, "
                + "'zero_output_for_mask': false" + LSTM)), wanted);
    }

    @Test
    void aGruHasTheGatesUpdateResetCandidateAndTwoBiases() throws IOException {
        double[][] cell = cell("layers/gru", 3, 2, 3 * UNITS);
        double[] wanted = new double[ROWS * STEPS * UNITS];
        for (int row = 0; row < ROWS; row++) {
            double[] h = new double[UNITS];
            for (int t = 0; t < STEPS; t++) {
                double[] input = new double[3 * UNITS];
                double[] past = new double[3 * UNITS];
                for (int i = 0; i < 3 * UNITS; i++) {
                    input[i] = product(step(row, STEPS - 1 - t), cell[0], i) + cell[2][i];
                    past[i] = product(h, cell[1], i) + cell[2][3 * UNITS + i];
                }
                for (int u = 0; u < UNITS; u++) {
                    double z = sigmoid(input[u] + past[u]);
                    double r = sigmoid(input[UNITS + u] + past[UNITS + u]);
                    h[u] = z * h[u] + (1 - z) * Math.tanh(input[2 * UNITS + u] + r * past[2 * UNITS + u]);
                    wanted[(row * STEPS + t) * UNITS + u] = h[u];
                }
            }
        }
        assertPredicts(sequential(named("GRU", "gru", ", 'return_sequences': true, 'go_backwards': true, "
                + "'zero_output_for_mask': false" + GRU.replace("'unroll': false", "'unroll': true"))), wanted);
    }

    /** Keras sets zero_output_for_mask of both layers, and writes the operations that make the mask among the layers. */
    @ParameterizedTest
    @CsvSource({"true,true", "true,false", "false,true"})
    void aBidirectionalLayerReadsWhatTheMaskLeaves(boolean sequences, boolean functional) throws IOException {
        Arrays.fill(x, FEATURES, 2 * FEATURES, 2);
        Arrays.fill(x, (2 * STEPS - 1) * FEATURES, 2 * STEPS * FEATURES, 2);
        double[][] forward = cell("layers/bidirectional/forward_layer", 4, 4 * UNITS);
        double[][] backward = cell("layers/bidirectional/backward_layer", 4, 4 * UNITS);
        double[] each = new double[ROWS * STEPS * 2 * UNITS];
        double[] last = new double[ROWS * 2 * UNITS];
        for (int row = 0; row < ROWS; row++) {
            for (int way = 0; way < 2; way++) {
                double[] h = new double[UNITS];
                double[] c = new double[UNITS];
                for (int i = 0; i < STEPS; i++) {
                    int t = way == 0 ? i : STEPS - 1 - i;
                    if (x[(row * STEPS + t) * FEATURES] != 2) {
                        lstm(way == 0 ? forward : backward, row, t, h, c);
                        System.arraycopy(h, 0, each, ((row * STEPS + t) * 2 + way) * UNITS, UNITS);
                    }
                }
                System.arraycopy(h, 0, last, (row * 2 + way) * UNITS, UNITS);
            }
        }
        String common = ", 'return_sequences': " + sequences + ", 'zero_output_for_mask': " + sequences + LSTM;
        String both = named("Bidirectional", "bidirectional", ", 'merge_mode': 'concat', 'layer': "
                + named("LSTM", "forward_lstm", ", 'go_backwards': false" + common) + ", 'backward_layer': "
                + named("LSTM", "backward_lstm", ", 'go_backwards': true" + common));
        String masking = named("Masking", "masking", ", 'mask_value': 2.0");
        String model = !functional ? sequential(masking + ", " + both)
                : functional(called(masking, "{'args': [" + tensor("x", 0, 0) + "], 'kwargs': {}}") + ", "
                        + operation("NotEqual", "not_equal", tensor("x", 0, 0) + ", 2.0", "") + ", "
                        + operation("Any", "any", tensor("not_equal", 0, 0), "'axis': -1, 'keepdims': false, ") + ", "
                        + called(both, "{'args': [" + tensor("masking", 0, 0) + "], 'kwargs': {'mask': " + tensor("any", 0, 0)
                                + ", 'initial_state': null}}"),
                        "bidirectional");
        assertPredicts(model, sequences ? each : last);
    }

    @Test
    void anEmbeddingMasksItsPadding() throws IOException {
        double[] table = put("layers/embedding", 0, 5, FEATURES);
        double[][] cell = cell("layers/simple_rnn", 1, UNITS);
        float[] words = {0, 3, 1, 0, 4, 2, 0, 0, 1, 1, 1, 1};
        double[] wanted = new double[ROWS * UNITS];
        for (int row = 0; row < ROWS; row++) {
            double[] h = new double[UNITS];
            for (int t = 0; t < STEPS; t++) {
                int word = (int) words[row * STEPS + t];
                double[] vector = Arrays.copyOfRange(table, word * FEATURES, (word + 1) * FEATURES);
                double[] before = h.clone();
                for (int u = 0; word != 0 && u < UNITS; u++) {
                    h[u] = Math.tanh(product(vector, cell[0], u) + product(before, cell[1], u) + cell[2][u]);
                }
            }
            System.arraycopy(h, 0, wanted, row * UNITS, UNITS);
        }
        String embedding = named("Embedding", "embedding", ", 'input_dim': 5, 'output_dim': 3, 'embeddings_regularizer': null, "
                + "'activity_regularizer': null, 'mask_zero': true, 'quantization_config': null");
        String model = functional(called(embedding, "{'args': [" + tensor("x", 0, 0) + "], 'kwargs': {}}") + ", "
                + operation("NotEqual", "not_equal", tensor("x", 0, 0) + ", 0", "") + ", "
                + called(named("SimpleRNN", "rnn", ", 'return_sequences': false, 'go_backwards': false" + RECURRENT),
                        "{'args': [" + tensor("embedding", 0, 0) + "], 'kwargs': {'mask': " + tensor("not_equal", 0, 0) + "}}"),
                "rnn").replace("'batch_shape': [null, 4, 3]", "'batch_shape': [null, 4]");
        Imported read = format.read(HandWritten.file(folder, model, weights));
        assertArrayEquals(wanted, predicted(read, Map.of("input", words), ROWS), 1e-5);
        // Where nothing here masks, or something else, the mask has no equal.
        for (String other : List.of(model.replace("'mask_zero': true", "'mask_zero': false"),
                model.replace(", 0], 'kw", ", 1], 'kw"))) {
            Path file = HandWritten.file(folder, other, weights);
            InputException e = assertThrows(InputException.class, () -> format.read(file));
            assertTrue(e.getMessage().contains("masks are those of embedding and masking"), e.getMessage());
        }
    }

    private static String operation(String type, String name, String arguments, String config) {
        return called(object("keras.src.ops.numpy", type, config + "'name': '" + name + "'"),
                "{'args': [" + arguments + "], 'kwargs': {}}");
    }

    /** Older versions of Keras have the folders by the names of hidden attributes. */
    @ParameterizedTest
    @ValueSource(strings = {"", "_"})
    void attentionReadsWithEachHead(String hidden) throws IOException {
        int heads = 2;
        int size = 3;
        String layer = "layers/multi_head_attention";
        weights.group(layer + "/vars");
        double[][][] parts = new double[3][][];
        for (int i = 0; i < 3; i++) {
            String part = layer + "/" + hidden + List.of("query", "key", "value").get(i) + "_dense";
            parts[i] = new double[][] {put(part, 0, FEATURES, heads, size), put(part, 1, heads, size)};
        }
        double[] outputKernel = put(layer + "/" + hidden + "output_dense", 0, heads, size, FEATURES);
        double[] outputBias = put(layer + "/" + hidden + "output_dense", 1, FEATURES);
        double[] wanted = new double[ROWS * STEPS * FEATURES];
        for (int row = 0; row < ROWS; row++) {
            for (int t = 0; t < STEPS; t++) {
                double[] read = new double[heads * size];
                for (int head = 0; head < heads; head++) {
                    double[] shares = new double[t + 1];
                    double sum = 0;
                    for (int s = 0; s <= t; s++) {
                        double score = 0;
                        for (int i = head * size; i < (head + 1) * size; i++) {
                            score += (product(step(row, t), parts[0][0], i) + parts[0][1][i])
                                    * (product(step(row, s), parts[1][0], i) + parts[1][1][i]);
                        }
                        shares[s] = Math.exp(score / Math.sqrt(size));
                        sum += shares[s];
                    }
                    for (int s = 0; s <= t; s++) {
                        for (int i = head * size; i < (head + 1) * size; i++) {
                            read[i] += shares[s] / sum * (product(step(row, s), parts[2][0], i) + parts[2][1][i]);
                        }
                    }
                }
                for (int i = 0; i < FEATURES; i++) {
                    wanted[(row * STEPS + t) * FEATURES + i] = product(read, outputKernel, i) + outputBias[i];
                }
            }
        }
        String attention =
                named("MultiHeadAttention", "attention", ", 'num_heads': 2, 'key_dim': 3, 'value_dim': 3, 'dropout': 0.0, "
                        + "'use_bias': true, 'output_shape': null, 'attention_axes': [1], 'kernel_regularizer': null, 'seed': null");
        assertPredicts(functional(called(attention, "{'args': [], 'kwargs': {'value': " + tensor("x", 0, 0) + ", 'query': "
                + tensor("x", 0, 0) + ", 'key': null, 'use_causal_mask': true, 'return_attention_scores': false}}"), "attention"),
                wanted);
    }

    @Test
    void aModelIsAppliedToEachStep() throws IOException {
        double[] kernel = put("layers/time_distributed/layer/layers/dense", 0, FEATURES, UNITS);
        double[] bias = put("layers/time_distributed/layer/layers/dense", 1, UNITS);
        double[] second = put("layers/time_distributed/layer/layers/dense_1", 0, UNITS, 1);
        double[] wanted = new double[ROWS * STEPS];
        for (int i = 0; i < wanted.length; i++) {
            double[] hidden = new double[UNITS];
            for (int u = 0; u < UNITS; u++) {
                hidden[u] = Math.max(0, product(step(i / STEPS, i % STEPS), kernel, u) + bias[u]);
            }
            wanted[i] = product(hidden, second, 0);
        }
        String inner = object("keras", "Sequential",
                "'name': 'inner', " + POLICY + ", 'build_input_shape': [null, 3], 'layers': ["
                        + HandWritten.input("input_layer_1", FEATURES) + ", " + HandWritten.dense("a", UNITS, "linear") + ", "
                        + object("keras.layers", "ReLU", "'name': 're_lu'") + ", "
                        + object("keras.layers", "Dense", "'name': 'b', 'units': 1, 'use_bias': false, 'activation': 'linear'")
                        + "]");
        assertPredicts(sequential(named("TimeDistributed", "time_distributed", ", 'layer': " + inner)), wanted);
    }

    /** An encoder gives its states to a decoder. */
    @Test
    void statesGoOutAndComeBack() throws IOException {
        String network = "{'fascicle': 1, 'inputs': {'input': [4, 3], 'other': [2, 3]}, 'network': ["
                + "{'lstm': {'name': 'encoder', 'units': 2, 'return_state': true, 'inputs': ['input']}},"
                + "{'lstm': {'name': 'decoder', 'units': 2, 'return_sequences': true, "
                + "'inputs': ['other', 'encoder/state_h', 'encoder/state_c']}},"
                + "{'bidirectional': {'name': 'both', 'layer': {'lstm': {'units': 2, 'return_state': true}}, 'inputs': ['decoder']}},"
                + "{'gru': {'name': 'last', 'units': 2, 'inputs': ['decoder', 'encoder/state_c']}},"
                + "{'add': {'inputs': ['last', 'both/backward/state_c']}}, {'concatenate': {'inputs': ['add', 'both']}}]}";
        try (Model model = Networks.random(network, 5)) {
            format.write(model, folder.resolve("states.keras"));
            Map<String, float[]> rows = Map.of("input", x, "other", Networks.features(ROWS * 2 * FEATURES, 9));
            float[] wanted = model.predict(rows, ROWS).values().iterator().next();
            Imported read = format.read(folder.resolve("states.keras"));
            double[] found = predicted(read, rows, ROWS);
            for (int i = 0; i < wanted.length; i++) {
                assertEquals(wanted[i], found[i], 1e-5);
            }
            // The last of two states of two directions.
            try (ZipFile zip = new ZipFile(folder.resolve("states.keras").toFile())) {
                String config =
                        new String(zip.getInputStream(zip.getEntry("config.json")).readAllBytes(), StandardCharsets.UTF_8);
                assertTrue(config.contains("\"keras_history\":[\"both\",0,4]"), config);
            }
            String tree = read.definition().orElseThrow().tree().orElseThrow().toString();
            assertTrue(tree.contains("encoder/state_c") && tree.contains("both/backward/state_c"), tree);
        }
    }

    /** The second layer of ours goes as the first one does, on the sequence turned: in Keras, the other way. */
    @Test
    void anotherLayerMayGoBackwards() {
        String network =
                "{'fascicle': 1, 'inputs': {'input': [4, 3]}, 'network': [{'bidirectional': {'merge_mode': 'sum', 'layer': "
                        + "{'gru': {'units': 2, 'go_backwards': true}}, 'backward_layer': {'lstm': {'units': 2, 'go_backwards': true}}}}]}";
        try (Model model = Networks.random(network, 5)) {
            format.write(model, folder.resolve("both.keras"));
            float[] wanted = model.predict(x, ROWS);
            Imported read = format.read(folder.resolve("both.keras"));
            double[] found = predicted(read, Map.of("input", x), ROWS);
            for (int i = 0; i < wanted.length; i++) {
                assertEquals(wanted[i], found[i], 1e-5);
            }
        }
    }
}
