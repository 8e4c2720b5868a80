package org.fascicle.format.keras;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

import org.fascicle.api.format.Imported;
import org.fascicle.api.model.Model;
import org.fascicle.api.model.Settings;
import org.fascicle.api.problem.InputException;
import org.fascicle.format.Networks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Models go to Keras's archives and come back. */
class KerasFormatTest {
    private static final String NETWORK = "{'fascicle': 1, 'inputs': {'input': [4]}, 'network': [{'dense': {'units': 3, "
            + "'activation': 'relu', 'kernel_regularizer': {'l2': {'l2': 0.01}}}}, {'batch_normalization': {}}, "
            + "{'dropout': {'rate': 0.25}}, {'dense': {'units': 2, 'activation': 'softmax'}}], "
            + "'loss': {'categorical_crossentropy': {'label_smoothing': 0.1}}, 'metrics': ['accuracy', 'auc'], "
            + "'optimizer': {'adam': {'learning_rate': 0.003, 'weight_decay': 0.01, 'clipnorm': 1.5}}}";

    /** Layers that Keras has not. */
    private static final List<String> ONE_WAY = List.of("position_embedding", "gradient_reversal");

    private final KerasFormat format = new KerasFormat(Networks.techniques());

    @TempDir
    Path folder;

    @ParameterizedTest
    @MethodSource("org.fascicle.format.Cases#layers")
    void eachLayerComesBack(String network) {
        boolean indices = network.contains("embedding");
        try (Model model = Networks.random("{'fascicle': 1, " + network + "}", 7)) {
            if (ONE_WAY.stream().anyMatch(name -> network.contains("[{'" + name))) {
                InputException refused = assertThrows(InputException.class, () -> format.write(model, folder.resolve("m.keras")));
                assertTrue(refused.problem().endsWith("has no equal in Keras"), refused.problem());
                return;
            }
            float[] features = Networks.features(5 * model.inputs().get(0).size(), 3);
            for (int i = 0; indices && i < features.length; i++) {
                features[i] = i % 7;
            }
            assertComesBack(model, Map.of("input", features), 5);
        }
    }

    @Test
    void aGraphComesBack() {
        String network = "{'fascicle': 1, 'inputs': {'wide': [6], 'deep': [2, 3]}, 'network': ["
                + "{'flatten': {'name': 'flat', 'inputs': ['deep']}}, {'dense': {'name': 'hidden', 'units': 6, 'activation': 'tanh'}},"
                + "{'add': {'name': 'both', 'inputs': ['wide', 'hidden']}},"
                + "{'dense': {'name': 'class', 'units': 3, 'activation': 'softmax', 'inputs': ['both']}},"
                + "{'concatenate': {'name': 'value', 'inputs': ['both', 'wide']}}], 'outputs': ['class', 'value'], "
                + "'loss': {'class': 'categorical_crossentropy', 'value': 'mean_squared_error'}, "
                + "'loss_weights': {'class': 2, 'value': 0.5}, 'metrics': {'class': ['accuracy']}, 'optimizer': 'nadam'}";
        try (Model model = Networks.random(network, 5)) {
            Imported read = assertComesBack(model, Map.of("wide", Networks.features(24, 1), "deep", Networks.features(24, 2)), 4);
            Map<String, Object> tree = read.definition().orElseThrow().tree().orElseThrow();
            assertEquals("{class=2, value=0.5}", tree.get("loss_weights").toString());
            assertTrue(tree.get("metrics").toString().startsWith("{class=[accuracy"), tree.toString());
        }
    }

    /** A network in an order of its own: weights are numbered as Keras orders its layers. */
    @Test
    void weightsAreNumberedInKerassOrder() throws IOException {
        String network = "{'fascicle': 1, 'inputs': {'wide': [3], 'deep': [3]}, 'network': ["
                + "{'dense': {'name': 'late', 'units': 2, 'inputs': ['wide']}},"
                + "{'dense': {'name': 'early', 'units': 4, 'inputs': ['deep']}},"
                + "{'dense': {'name': 'middle', 'units': 2, 'inputs': ['early']}},"
                + "{'add': {'name': 'end', 'inputs': ['late', 'middle']}}]}";
        try (Model model = Networks.random(network, 5)) {
            format.write(model, folder.resolve("model.keras"));
            Hdf5Reader weights = KerasTrainingTest.stored(folder.resolve("model.keras"));
            assertArrayEquals(model.tensor("early/kernel"), weights.tensors("layers", "dense", "vars").get(0).values());
            assertArrayEquals(model.tensor("late/kernel"), weights.tensors("layers", "dense_1", "vars").get(0).values());
            assertArrayEquals(model.tensor("middle/kernel"), weights.tensors("layers", "dense_2", "vars").get(0).values());
            assertComesBack(model, Map.of("wide", Networks.features(12, 1), "deep", Networks.features(12, 2)), 4);
        }
        String lost =
                network.replace("'middle']}}]}", "'middle']}}, {'dense': {'name': 'last', 'units': 2, 'inputs': ['early']}}]}");
        try (Model model = Networks.random(lost, 5)) {
            InputException e = assertThrows(InputException.class, () -> format.write(model, folder.resolve("lost.keras")));
            assertTrue(e.getMessage().contains("it leads to no output, and Keras keeps no such layer"), e.getMessage());
        }
    }

    @Test
    void scalingComesBack() {
        try (Model model = Networks.random(NETWORK, 5)) {
            model.scale("input", new double[] {1, -2, 100, 0}, new double[] {0.5, 3, 0.01, 1});
            assertComesBack(model, Map.of("input", Networks.features(20, 1)), 5);
        }
    }

    @Test
    void whatATrainingNeedsComesBack() {
        try (Model model = Networks.random(NETWORK, 5)) {
            Path file = folder.resolve("model.keras");
            List<String> left = format.write(model, file);
            assertEquals(List.of("the data, and how long to train"), left);
            Imported read = format.read(file);
            assertEquals(List.of(), read.left());
            String text = read.definition().orElseThrow().tree().orElseThrow().toString();
            for (String part : List.of("learning_rate=0.003", "weight_decay=0.01", "clipnorm=1.5", "label_smoothing=0.1",
                    "l2=0.01",
                    "rate=0.25", "accuracy", "auc")) {
                assertTrue(text.contains(part), part + " in " + text);
            }
        }
    }

    /** Groups and elements as the HDF5 library writes them; fixtures.py made the file. */
    @ParameterizedTest
    @ValueSource(strings = {"h5py.keras", "h5py-deflate.keras", "h5py-lzf.keras"})
    void whatTheHdf5LibraryWritesIsRead(String fixture) throws IOException {
        Path file = copied(fixture);
        Imported read = format.read(file);
        assertEquals("[dense/bias, dense/kernel, dense_1/kernel]", read.tensors().keySet().toString());
        float[] row = {0.5f, -1, 2};
        try (Model model = Networks.fascicle().create(read.definition().orElseThrow(), Settings.defaults())) {
            read.into(model);
            double[] hidden = new double[4];
            double[] scaled = {(0.5 - 1) / 2, (-1 - 2) / 1.0, (2 - 3) / 0.5};
            double[] wanted = new double[2];
            for (int i = 0; i < 4; i++) {
                for (int j = 0; j < 3; j++) {
                    hidden[i] += scaled[j] * Math.sin(j * 4 + i);
                }
                hidden[i] = Math.tanh(hidden[i] + Math.sin(i));
                wanted[0] += hidden[i] * Math.sin(i * 2);
                wanted[1] += hidden[i] * Math.sin(i * 2 + 1);
            }
            float[] found = model.predict(row, 1);
            assertEquals(wanted[0], found[0], 1e-6);
            assertEquals(wanted[1], found[1], 1e-6);
        }
    }

    private Path copied(String fixture) throws IOException {
        Path file = folder.resolve(fixture);
        try (InputStream in = KerasFormatTest.class.getResourceAsStream(fixture)) {
            Files.copy(in, file);
        }
        return file;
    }

    @Test
    void equalModelsMakeEqualFiles() throws IOException {
        try (Model model = Networks.random(NETWORK, 5)) {
            format.write(model, folder.resolve("a.keras"));
            format.write(model, folder.resolve("b.keras"));
            assertArrayEquals(Files.readAllBytes(folder.resolve("a.keras")), Files.readAllBytes(folder.resolve("b.keras")));
        }
    }

    @Test
    void codeOfAFileIsRefused() throws IOException {
        refused("\"class_name\":\"Dropout\"", "\"class_name\":\"Lambda\"", "a Lambda holds code, and code of a file is not run");
        refused("\"module\":\"keras.layers\",\"class_name\":\"Dropout\"", "\"module\":\"os\",\"class_name\":\"Dropout\"",
                "the class Dropout of the module 'os' is none of Keras's own");
        refused("\"module\":\"keras.layers\",\"class_name\":\"Dropout\"", "\"module\":\"kerasevil\",\"class_name\":\"Dropout\"",
                "the class Dropout of the module 'kerasevil' is none of Keras's own");
        refused("\"class_name\":\"Dropout\"", "\"class_name\":\"java.lang.Runtime\"",
                "the layer java.lang.Runtime has no equal here");
        refused("\"class_name\":\"Model\"", "\"class_name\":\"Mine\"", "a model of the class Mine is code");
    }

    @Test
    void whatChangesNumbersIsRefusedByName() throws IOException {
        refused("\"rate\":0.25", "\"rate\":0.25,\"noise_form\":[null,1]",
                "at config.json/layers/dropout/noise_form: [null,1] has no equal here: layer 'dropout' has no such option");
        refused("\"activation\":\"relu\"", "\"activation\":\"maxout\"", "the activation 'maxout' has no equal here");
        refused("\"batch_shape\":[null,4]", "\"batch_shape\":[null,null]", "each extent but the rows must be known");
        refused("\"use_bias\":true", "\"use_bias\":false", "the layer 'dense' has 2 tensors there, not 1: [kernel]");
    }

    @Test
    void whatTrainingAloneNeedsIsListedIfItHasNoEqual() throws IOException {
        Path file = changed(text -> text.replace("\"class_name\":\"Adam\"", "\"class_name\":\"Adamost\""));
        Imported read = format.read(file);
        assertEquals(List.of("config.json/compile_config/optimizer: the optimizer Adamost has no equal here"), read.left());
        read = format.read(changed(text -> text.replace("\"class_name\":\"AUC\"", "\"class_name\":\"Poisson\"")));
        assertTrue(read.left().contains("config.json/compile_config/metrics: the metric 'Poisson' has no equal here"),
                read.left().toString());
    }

    @Test
    void damagedFilesAreRefused() throws IOException {
        Path file = folder.resolve("model.keras");
        try (Model model = Networks.random(NETWORK, 5)) {
            format.write(model, file);
            byte[] intact = Files.readAllBytes(file);
            int refused = 0;
            for (int seed = 0; seed < 100; seed++) {
                Random random = new Random(seed);
                byte[] bytes = intact.clone();
                if (seed % 2 == 0) {
                    bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
                } else {
                    bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
                }
                Files.write(file, bytes);
                refused += isRefused(file, seed);
            }
            assertTrue(refused >= 90, refused + " were refused");
        }
    }

    /** With the right checksum, so that the library that reads HDF5 sees them. */
    @Test
    void damagedWeightsAreRefused() throws IOException {
        Path file = folder.resolve("model.keras");
        try (Model model = Networks.random(NETWORK, 5)) {
            format.write(model, file);
            for (int seed = 0; seed < 300; seed++) {
                Random random = new Random(seed);
                rewrite(file, folder.resolve("damaged.keras"), "model.weights.h5", bytes -> {
                    byte[] damaged = seed(random, bytes);
                    return random.nextInt(4) == 0 ? Arrays.copyOf(damaged, random.nextInt(damaged.length)) : damaged;
                });
                isRefused(folder.resolve("damaged.keras"), seed);
            }
        }
    }

    private static byte[] seed(Random random, byte[] bytes) {
        byte[] damaged = bytes.clone();
        for (int i = 0; i <= random.nextInt(3); i++) {
            damaged[random.nextInt(damaged.length)] = (byte) (random.nextBoolean() ? 0xff : random.nextInt(256));
        }
        return damaged;
    }

    /** 1 if it is, with its name in front; whatever is read must be whole. */
    private int isRefused(Path file, int seed) {
        try {
            Imported read = format.read(file);
            read.tensors().forEach((path, numbers) -> assertEquals(numbers.shape().size(), numbers.values().length));
            return 0;
        } catch (InputException e) {
            assertTrue(e.getMessage().startsWith(file.toString()), "seed " + seed + ": " + e.getMessage());
            return 1;
        }
    }

    private void refused(String from, String to, String message) throws IOException {
        Path file = changed(text -> {
            assertTrue(text.contains(from), from + " in " + text);
            return text.replaceFirst(Pattern.quote(from), Matcher.quoteReplacement(to));
        });
        InputException e = assertThrows(InputException.class, () -> format.read(file));
        assertTrue(e.getMessage().contains(message), e.getMessage());
        assertTrue(e.getMessage().startsWith(file.toString()), e.getMessage());
    }

    private Path changed(UnaryOperator<String> change) throws IOException {
        Path file = folder.resolve("changed.keras");
        try (Model model = Networks.random(NETWORK, 5)) {
            format.write(model, folder.resolve("whole.keras"));
        }
        rewrite(folder.resolve("whole.keras"), file, "config.json",
                bytes -> change.apply(new String(bytes, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8));
        return file;
    }

    private static void rewrite(Path from, Path to, String entry, UnaryOperator<byte[]> change) throws IOException {
        try (ZipFile zip = new ZipFile(from.toFile());
                ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(to))) {
            for (ZipEntry each : zip.stream().toList()) {
                byte[] bytes = zip.getInputStream(each).readAllBytes();
                out.putNextEntry(new ZipEntry(each.getName()));
                out.write(each.getName().equals(entry) ? change.apply(bytes) : bytes);
                out.closeEntry();
            }
        }
    }

    private Imported assertComesBack(Model model, Map<String, float[]> features, int rows) {
        Path file = folder.resolve("model.keras");
        format.write(model, file);
        Imported read = format.read(file);
        try (Model back = Networks.fascicle().create(read.definition().orElseThrow(), Settings.defaults())) {
            read.into(back);
            Map<String, float[]> wanted = model.predict(features, rows);
            Map<String, float[]> found = back.predict(features, rows);
            assertEquals(wanted.size(), found.size());
            wanted.forEach((name, values) -> assertArrayEquals(values, found.get(name), 1e-5f, name));
        }
        return read;
    }
}
