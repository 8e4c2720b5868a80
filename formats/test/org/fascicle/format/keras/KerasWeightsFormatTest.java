package org.fascicle.format.keras;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

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

/** Weights by themselves go to Keras's files and come back, with the model that they belong to. */
class KerasWeightsFormatTest {
    private static final String NETWORK = "{'fascicle': 1, 'inputs': {'input': [4]}, 'network': [{'dense': {'units': 3}}, "
            + "{'batch_normalization': {}}, {'dropout': {'rate': 0.25}}, {'dense': {'units': 2, 'use_bias': false}}], "
            + "'loss': 'mean_squared_error', 'optimizer': {'sgd': {'momentum': 0.9}}}";

    private final KerasWeightsFormat format = new KerasWeightsFormat(Networks.techniques());

    @TempDir
    Path folder;

    @Test
    void weightsAndSlotsComeBack() {
        Path file = folder.resolve("model.weights.h5");
        try (Model model = Networks.random(NETWORK, 5); Model back = fresh()) {
            assertEquals(List.of("the network, and what it is compiled with: keep the model file", "the scaling of the data"),
                    format.write(model, state(), file));
            Imported read = format.read(file, back);
            read.into(back);
            model.tensors().keySet().forEach(path -> assertArrayEquals(model.tensor(path), back.tensor(path), path));
            assertEquals(List.of(), read.left());
            TrainingState state = read.training().orElseThrow();
            assertEquals(9, state.step());
            assertEquals(state().slots().keySet(), state.slots().keySet());
            state.slots()
                    .forEach((path, numbers) -> assertArrayEquals(state().slots().get(path).values(), numbers.values(), path));
            format.write(model, file);
            assertTrue(format.read(file, back).training().isEmpty());
        }
        InputException e = assertThrows(InputException.class, () -> format.read(file));
        assertTrue(e.getMessage().contains("it holds weights and no network"), e.getMessage());
        assertThrows(InputException.class, () -> format.read(folder.resolve("no.weights.h5"), null));
    }

    /** Layers within layers have folders within folders, and a state of random numbers says nothing. */
    @Test
    void weightsOfLayersWithinLayersComeBack() throws IOException {
        String network =
                "{'fascicle': 1, 'inputs': {'input': [4, 3]}, 'network': [{'sequential': {'layers': [{'dense': {'units': 2}}, "
                        + "{'dense': {'units': 3}}]}}, {'bidirectional': {'layer': {'gru': {'units': 2, 'return_sequences': true}}}}, "
                        + "{'multi_head_attention': {'num_heads': 2, 'key_dim': 3}}, {'time_distributed': {'layer': 'batch_normalization', "
                        + "'trainable': false}}, {'lstm': {'units': 2}}]}";
        Path file = folder.resolve("model.weights.h5");
        try (Model model = Networks.random(network, 5); Model back = Networks.random(network, 6)) {
            format.write(model, file);
            format.read(file, back).into(back);
            assertEquals(25, model.tensors().size());
            model.tensors().keySet().forEach(path -> assertArrayEquals(model.tensor(path), back.tensor(path), path));
            Hdf5Reader stored = new Hdf5Reader("test", "", Files.readAllBytes(file));
            assertArrayEquals(model.tensor("sequential/layer_1/kernel"),
                    stored.tensors("layers", "sequential", "layers", "dense_1", "vars").get(0).values());
            assertArrayEquals(model.tensor("bidirectional/backward/recurrent_kernel"),
                    stored.tensors("layers", "bidirectional", "backward_layer", "cell", "vars").get(1).values());
            assertArrayEquals(model.tensor("time_distributed/layer/moving_variance"),
                    stored.tensors("layers", "time_distributed", "layer", "vars").get(3).values());
            assertArrayEquals(model.tensor("multi_head_attention/attention_output/kernel"),
                    stored.tensors("layers", "multi_head_attention", "output_dense", "vars").get(0).values());
        }
    }

    @Test
    void slotsOfAScheduledRateComeBack() {
        Path file = folder.resolve("model.weights.h5");
        for (String rate : List.of("{'constant': {'value': 0.5}}",
                "{'ExponentialDecay': {'initial_learning_rate': 0.1, 'decay_rate': 0.5, 'decay_steps': 4}}")) {
            String json = NETWORK.replace("'momentum': 0.9", "'momentum': 0.9, 'learning_rate': " + rate);
            try (Model model = Networks.random(json, 5)) {
                format.write(model, state(), file);
                assertEquals(state().slots().keySet(), format.read(file, model).training().orElseThrow().slots().keySet(), rate);
            }
        }
    }

    /** As save_weights leaves them beside our layers: a Normalization, and the state of a dropout. */
    @Test
    void aNormalizationIsTheScaling() throws IOException {
        Hdf5Writer writer = model();
        writer.tensor("layers/normalization/vars", "0", Shape.of(4), () -> new double[] {1, 2, 3, 4});
        writer.tensor("layers/normalization/vars", "1", Shape.of(4), () -> new double[] {1, 4, 0.25, 1});
        writer.whole("layers/normalization/vars", "2", 0);
        writer.tensor("layers/dropout/seed_generator/vars", "0", Shape.of(2), () -> new double[] {1, 2});
        try (Model model = fresh()) {
            format.read(written(writer), model).into(model);
            assertArrayEquals(new double[] {1, 2, 3, 4}, model.shift("input"));
            assertArrayEquals(new double[] {1, 0.5, 2, 1}, model.factor("input"));
        }
    }

    @Test
    void whatDoesNotFitIsRefusedByName() throws IOException {
        Hdf5Writer more = model();
        more.tensor("layers/dense_2/vars", "0", Shape.of(2, 2), () -> new double[4]);
        assertRefused(written(more), "at layers/dense_2/vars: the model has no layer whose tensors these are");
        Hdf5Writer bias = model();
        bias.tensor("layers/dense_1/vars", "1", Shape.of(2), () -> new double[2]);
        assertRefused(written(bias), "at layers/dense_1/vars: there are 2 tensors, not 1: dense_1/kernel");
        Hdf5Writer slots = model();
        slots.whole("optimizer/vars", "0", 3);
        try (Model model = fresh()) {
            assertEquals(
                    List.of("model.weights.h5/optimizer/vars: there are 1 variables, and the optimizer has 7; a training begins"
                            + " without what was accumulated"),
                    format.read(written(slots), model).left());
        }
    }

    @Test
    void groupsThatAreMembersOfThemselvesAreLookedAtOnce() throws IOException {
        try (InputStream in = KerasWeightsFormatTest.class.getResourceAsStream("h5py-loop.weights.h5")) {
            assertEquals(List.of("layers/dense/vars"), new Hdf5Reader("loop", "", in.readAllBytes()).folders());
        }
    }

    @Test
    void damagedFilesAreRefused() throws IOException {
        Path file = folder.resolve("model.weights.h5");
        try (Model model = Networks.random(NETWORK, 5)) {
            format.write(model, state(), file);
            byte[] intact = Files.readAllBytes(file);
            for (int seed = 0; seed < 100; seed++) {
                Random random = new Random(seed);
                byte[] bytes = random.nextInt(3) == 0 ? Arrays.copyOf(intact, random.nextInt(intact.length)) : intact.clone();
                for (int i = 0; bytes.length > 0 && i < 3; i++) {
                    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
                }
                Files.write(file, bytes);
                try {
                    format.read(file, model).tensors().values().forEach(Imported.Numbers::values);
                } catch (InputException e) {
                    assertTrue(e.getMessage().startsWith(file.toString()), "seed " + seed + ": " + e.getMessage());
                }
            }
        }
    }

    private void assertRefused(Path file, String problem) {
        try (Model model = fresh()) {
            InputException e = assertThrows(InputException.class, () -> format.read(file, model));
            assertTrue(e.getMessage().startsWith(file + ": " + problem), e.getMessage());
        }
    }

    private static Hdf5Writer model() {
        Hdf5Writer writer = new Hdf5Writer();
        writer.tensor("layers/dense/vars", "0", Shape.of(4, 3), () -> new double[12]);
        writer.tensor("layers/dense/vars", "1", Shape.of(3), () -> new double[3]);
        for (String number : List.of("0", "1", "2", "3")) {
            writer.tensor("layers/batch_normalization/vars", number, Shape.of(3), () -> new double[] {1, 1, 1});
        }
        writer.tensor("layers/dense_1/vars", "0", Shape.of(3, 2), () -> new double[6]);
        return writer;
    }

    private Path written(Hdf5Writer writer) throws IOException {
        Path file = folder.resolve("keras.weights.h5");
        try (OutputStream out = Files.newOutputStream(file)) {
            writer.writeTo(out);
        }
        return file;
    }

    private static Model fresh() {
        return Networks.fascicle().create(Definition.text(NETWORK.replace('\'', '"'), "model.json"), Settings.defaults());
    }

    private static TrainingState state() {
        TreeMap<String, Imported.Numbers> slots = new TreeMap<>();
        try (Model model = fresh()) {
            Set<String> trained =
                    Set.of("dense/kernel", "dense/bias", "batch_normalization/gamma", "batch_normalization/beta",
                            "dense_1/kernel");
            trained.forEach(path -> {
                double[] values = new double[(int) model.tensors().get(path).size()];
                Arrays.setAll(values, i -> (float) Math.sin(path.length() + i));
                slots.put("optimizer/" + path + "/momentum", Imported.Numbers.of(model.tensors().get(path), values));
            });
        }
        return TrainingState.of(9, slots);
    }
}
