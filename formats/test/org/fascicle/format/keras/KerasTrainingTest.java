package org.fascicle.format.keras;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

import org.fascicle.api.Fascicle;
import org.fascicle.api.data.Data;
import org.fascicle.api.data.MemoryRows;
import org.fascicle.api.format.Imported;
import org.fascicle.api.model.Definition;
import org.fascicle.api.model.Model;
import org.fascicle.api.model.Settings;
import org.fascicle.api.training.Training;
import org.fascicle.api.training.TrainingPlan;
import org.fascicle.format.Networks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Trainings of two epochs of three steps go to Keras's archives, and one more epoch is the same on either side. */
class KerasTrainingTest {
    private static final double EQUAL = 2e-5;
    private static final int BATCH = 4;
    private static final double[][] ROWS = rows(3, 1);
    private static final double[][] TARGETS = rows(2, 2);
    private static final String LAYERS = "[{'dense': {'units': 4, 'activation': 'tanh'}}, {'dense': {'units': 2}}]";
    private static final String TRAINING = "{'epochs': %d, 'batch_size': 4, 'shuffle': false, 'seed': 3}";

    private final Fascicle fascicle = Networks.fascicle();
    private final KerasFormat format = new KerasFormat(Networks.techniques());

    @TempDir
    Path folder;

    /** As Keras's source has them, in float64. */
    @ParameterizedTest
    @ValueSource(strings = {"{'sgd': {'learning_rate': 0.05, 'momentum': 0.9}}",
        "{'sgd': {'learning_rate': 0.05, 'momentum': 0.9, 'nesterov': true}}", "{'adam': {'learning_rate': 0.01}}",
        "{'rmsprop': {'learning_rate': 0.01, 'momentum': 0.5, 'centered': true}}",
        "{'Adam': {'learning_rate': {'ExponentialDecay': {'initial_learning_rate': 0.02, 'decay_rate': 0.5, 'decay_steps': 4}}}}"})
    void kerassOwnRuleGoesOnAlike(String optimizer) throws IOException {
        Path archive = trained(LAYERS, optimizer, 2);
        Path file = exported(archive, List.of("the data, and how long to train"));
        SortedMap<String, double[]> wanted = goneOn(archive);
        KerasStep keras = new KerasStep(stored(file), optimizer);
        for (int batch = 0; batch < ROWS.length / BATCH; batch++) {
            keras.step(batch * BATCH);
        }
        assertArrayEquals(wanted.get("dense/kernel"), keras.weights[0], EQUAL);
        assertArrayEquals(wanted.get("dense/bias"), keras.weights[1], EQUAL);
        assertArrayEquals(wanted.get("dense_1/kernel"), keras.weights[2], EQUAL);
        assertArrayEquals(wanted.get("dense_1/bias"), keras.weights[3], EQUAL);
        assertEquals(9, keras.iterations);
    }

    static Stream<String> optimizers() {
        return Stream.of("'sgd'", "{'sgd': {'momentum': 0.8}}", "{'momentum': {}}", "{'nesterov': {}}", "'adam'",
                "{'adam': {'amsgrad': true}}", "{'adamw': {'weight_decay': 0.1}}", "'adamax'", "'nadam'", "'rmsprop'",
                "{'rmsprop': {'momentum': 0.5, 'centered': true}}", "'adagrad'", "'adadelta'", "'adafactor'", "'ftrl'", "'lion'",
                "'lamb'", "'muon'", "{'adam': {'use_ema': true, 'gradient_accumulation_steps': 2}}",
                "{'sgd': {'gradient_accumulation_steps': 4, 'momentum': 0.9}}",
                "{'adam': {'clipnorm': 0.5, 'weight_decay': 0.01}}", "{'MSE': {}}");
    }

    @ParameterizedTest
    @MethodSource("optimizers")
    void whatComesBackGoesOnAsIfItHadNotBeenAway(String optimizer) {
        String network = "[{'dense': {'units': 4, 'activation': 'tanh'}}, {'batch_normalization': {}}, "
                + "{'dense': {'units': 3, 'trainable': false}}, {'dense': {'units': 2}}]";
        if (optimizer.equals("{'MSE': {}}")) {
            network = network.replace("'dense'", "'Dense'").replace("batch_normalization", "BatchNormalization");
            optimizer = "{'Adam': {}}";
        }
        Path archive = trained(network, optimizer, 2);
        List<String> left = new ArrayList<>(List.of("the data, and how long to train"));
        if (optimizer.contains("ema")) {
            left.add(0,
                    "the weights as the last step left them: the file has those that the training ended with, averages or those of"
                            + " the best epoch, and Keras goes on from these");
        }
        Path file = exported(archive, left);
        Imported read = format.read(file);
        assertEquals(List.of(), read.left());
        assertEquals(6, read.training().orElseThrow().step());
        if (optimizer.contains("ema")) {
            // Averages have taken the weights' place, so that neither side goes on from the same ones.
            assertTrue(read.training().get().slots().containsKey("optimizer/dense/kernel/weight_average"));
            assertTrue(read.training().get().slots().containsKey("optimizer/dense/kernel/gradient_accumulator"));
            return;
        }
        assertAlike(goneOn(archive), goneOn(imported(read)));
    }

    /** Layers within layers have their variables in Keras's order: those of a cell, both directions, each part of attention. */
    @Test
    void layersOfSequencesGoOnToo() throws IOException {
        String network = "[{'reshape': {'target_shape': [3, 1]}}, {'time_distributed': {'name': 'each', 'layer': {'sequential': "
                + "{'layers': [{'dense': {'units': 2}}, {'activation': {'activation': 'relu'}}, {'dense': {'units': 2}}]}}}}, "
                + "{'multi_head_attention': {'name': 'attention', 'num_heads': 1, 'key_dim': 2}}, "
                + "{'bidirectional': {'name': 'both', 'layer': {'lstm': {'units': 2, 'return_sequences': true}}}}, "
                + "{'gru': {'name': 'gru', 'units': 2}}]";
        Path archive = trained(network, "{'sgd': {'momentum': 0.9, 'learning_rate': 0.1}}", 2);
        Path file = exported(archive, List.of("the data, and how long to train"));
        List<String> order = new ArrayList<>();
        for (String part : List.of("each/layer/layer_0", "each/layer/layer_2", "attention/query", "attention/key",
                "attention/value", "attention/attention_output")) {
            order.addAll(List.of(part + "/kernel", part + "/bias"));
        }
        for (String part : List.of("both/forward", "both/backward", "gru")) {
            order.addAll(List.of(part + "/kernel", part + "/recurrent_kernel", part + "/bias"));
        }
        SortedMap<Integer, Imported.Numbers> stored = stored(file).tensors("optimizer", "vars");
        assertEquals(order.size() + 2, stored.size());
        for (int i = 0; i < order.size(); i++) {
            assertArrayEquals(
                    fascicle.state(archive).orElseThrow().slots().get("optimizer/" + order.get(i) + "/momentum").values(),
                    stored.get(i + 2).values(), order.get(i));
        }
        Imported read = format.read(file);
        assertEquals(List.of(), read.left());
        assertAlike(goneOn(archive), goneOn(imported(read)));
    }

    private static void assertAlike(SortedMap<String, double[]> wanted, SortedMap<String, double[]> found) {
        assertEquals(wanted.keySet(), found.keySet());
        wanted.forEach((path, values) -> assertArrayEquals(values, found.get(path), EQUAL, path));
    }

    private Path imported(Imported read) {
        Path archive = folder.resolve("imported.fasc");
        try (Model model = fascicle.create(read.definition().orElseThrow(), Settings.defaults())) {
            read.into(model);
            fascicle.save(model, read.training().orElseThrow(), archive);
        }
        return archive;
    }

    private Path trained(String network, String optimizer, int epochs) {
        Path archive = folder.resolve("trained.fasc");
        String json = "{'fascicle': 1, 'inputs': {'input': [3]}, 'network': " + network + ", 'loss': 'mean_squared_error', "
                + "'metrics': ['mean_absolute_error'], 'optimizer': " + optimizer + ", 'training': "
                + String.format(TRAINING, epochs) + "}";
        try (Model model = fascicle.create(Definition.text(json.replace('\'', '"'), "model.json"), Settings.defaults());
                Training training = fascicle.train(model, data()).start()) {
            training.join();
            training.save(archive);
        }
        return archive;
    }

    private Path exported(Path archive, List<String> left) {
        Path file = folder.resolve("trained.keras");
        try (Model model = fascicle.open(archive, Settings.defaults())) {
            assertEquals(left, format.write(model, fascicle.state(archive).orElseThrow(), file));
        }
        return file;
    }

    /** All tensors after the third epoch. */
    private SortedMap<String, double[]> goneOn(Path archive) {
        TrainingPlan plan = fascicle.resume(archive, data(), Settings.defaults().override("training",
                String.format(TRAINING, 3).replace('\'', '"')));
        SortedMap<String, double[]> tensors = new TreeMap<>();
        try (Model model = plan.model(); Training training = plan.start()) {
            training.join();
            assertEquals(9, training.step());
            model.tensors().keySet().forEach(path -> tensors.put(path, model.tensor(path)));
        }
        return tensors;
    }

    static Hdf5Reader stored(Path file) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            return new Hdf5Reader("test", "weights",
                    zip.getInputStream(zip.getEntry("model.weights.h5")).readAllBytes());
        }
    }

    private static Data data() {
        float[][] targets = new float[TARGETS.length][];
        for (int row = 0; row < targets.length; row++) {
            targets[row] = new float[] {(float) TARGETS[row][0], (float) TARGETS[row][1]};
        }
        return Data.of(MemoryRows.of(ROWS).targets(targets));
    }

    private static double[][] rows(int width, int seed) {
        double[][] rows = new double[12][width];
        for (int row = 0; row < rows.length; row++) {
            for (int i = 0; i < width; i++) {
                rows[row][i] = (float) Math.sin(seed * 7 + row * 3.7 + i * 1.3);
            }
        }
        return rows;
    }

    /** A dense layer with tanh, a dense layer, a mean squared error, and rules of Keras: what its source says, and none of ours. */
    private static final class KerasStep {
        private final double[][] weights = new double[4][];
        private final double[][][] slots;
        private final String optimizer;
        private final double rate;
        private long iterations;

        KerasStep(Hdf5Reader file, String optimizer) {
            this.optimizer = optimizer;
            weights[0] = file.tensors("layers", "dense", "vars").get(0).values();
            weights[1] = file.tensors("layers", "dense", "vars").get(1).values();
            weights[2] = file.tensors("layers", "dense_1", "vars").get(0).values();
            weights[3] = file.tensors("layers", "dense_1", "vars").get(1).values();
            SortedMap<Integer, Imported.Numbers> variables = file.tensors("optimizer", "vars");
            iterations = (long) variables.get(0).values()[0];
            boolean scheduled = optimizer.contains("Decay");
            rate = scheduled ? 0 : variables.get(1).values()[0];
            int first = scheduled ? 1 : 2;
            int kinds = (variables.size() - first) / 4;
            slots = new double[kinds][4][];
            for (int kind = 0; kind < kinds; kind++) {
                for (int i = 0; i < 4; i++) {
                    // Adam's lie side by side; RMSprop's one kind after the other.
                    int number = first + (optimizer.contains("rmsprop") ? kind * 4 + i : i * kinds + kind);
                    slots[kind][i] = variables.get(number).values();
                }
            }
        }

        void step(int from) {
            double[][] gradients = gradients(from);
            for (int i = 0; i < 4; i++) {
                for (int at = 0; at < weights[i].length; at++) {
                    update(i, at, gradients[i][at]);
                }
            }
            iterations++;
        }

        private double[][] gradients(int from) {
            double[][] sums = {new double[12], new double[4], new double[8], new double[2]};
            for (int row = from; row < from + BATCH; row++) {
                double[] hidden = new double[4];
                for (int unit = 0; unit < 4; unit++) {
                    double sum = weights[1][unit];
                    for (int i = 0; i < 3; i++) {
                        sum += ROWS[row][i] * weights[0][i * 4 + unit];
                    }
                    hidden[unit] = Math.tanh(sum);
                }
                double[] back = new double[4];
                for (int output = 0; output < 2; output++) {
                    double value = weights[3][output];
                    for (int unit = 0; unit < 4; unit++) {
                        value += hidden[unit] * weights[2][unit * 2 + output];
                    }
                    // The mean over two outputs and four rows of squares.
                    double error = 2 * (value - TARGETS[row][output]) / 2 / BATCH;
                    sums[3][output] += error;
                    for (int unit = 0; unit < 4; unit++) {
                        sums[2][unit * 2 + output] += error * hidden[unit];
                        back[unit] += error * weights[2][unit * 2 + output];
                    }
                }
                for (int unit = 0; unit < 4; unit++) {
                    double error = back[unit] * (1 - hidden[unit] * hidden[unit]);
                    sums[1][unit] += error;
                    for (int i = 0; i < 3; i++) {
                        sums[0][i * 4 + unit] += error * ROWS[row][i];
                    }
                }
            }
            return sums;
        }

        private void update(int i, int at, double gradient) {
            if (optimizer.contains("sgd")) {
                slots[0][i][at] = 0.9 * slots[0][i][at] - rate * gradient;
                weights[i][at] += optimizer.contains("nesterov") ? 0.9 * slots[0][i][at] - rate * gradient : slots[0][i][at];
            } else if (optimizer.contains("rmsprop")) {
                slots[0][i][at] = 0.9 * slots[0][i][at] + 0.1 * gradient * gradient;
                slots[2][i][at] = 0.9 * slots[2][i][at] + 0.1 * gradient;
                double denominator = slots[0][i][at] - slots[2][i][at] * slots[2][i][at] + 1e-7;
                slots[1][i][at] = 0.5 * slots[1][i][at] + rate * gradient / Math.sqrt(denominator);
                weights[i][at] -= slots[1][i][at];
            } else {
                double now = rate != 0 ? rate : 0.02 * Math.pow(0.5, iterations / 4.0);
                double step = iterations + 1;
                double alpha = now * Math.sqrt(1 - Math.pow(0.999, step)) / (1 - Math.pow(0.9, step));
                slots[0][i][at] += (gradient - slots[0][i][at]) * (1 - 0.9);
                slots[1][i][at] += (gradient * gradient - slots[1][i][at]) * (1 - 0.999);
                weights[i][at] -= slots[0][i][at] * alpha / (Math.sqrt(slots[1][i][at]) + 1e-7);
            }
        }
    }
}
