package org.fascicle.format.keras;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.fascicle.api.format.Imported;
import org.fascicle.api.format.TrainingState;
import org.fascicle.api.model.Model;
import org.fascicle.api.model.Settings;
import org.fascicle.api.problem.InputException;
import org.fascicle.format.Networks;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Archives that are not as Keras writes them, each made of a seed: they are refused with their name, or read to something that works.
 * {@code JAVA_TOOL_OPTIONS=-Dfascicle.malformed.files=N ./build test formats:MalformedTest} hunts with so many,
 * {@code -Dfascicle.malformed.seed=N} repeats one.
 */
class MalformedTest {
    private static final String CONFIG = "config.json";
    private static final String NETWORK = "{'fascicle': 1, 'inputs': {'wide': [4], 'deep': [4]}, 'network': ["
            + "{'dense': {'name': 'hidden', 'units': 4, 'activation': 'relu', 'inputs': ['deep']}}, {'batch_normalization': {}}, "
            + "{'dropout': {'rate': 0.25}}, {'add': {'name': 'both', 'inputs': ['wide', 'dropout']}}, "
            + "{'activation': {'activation': {'leaky_relu': {'negative_slope': 0.3}}}}, "
            + "{'dense': {'units': 2, 'activation': 'softmax', 'kernel_regularizer': {'l2': {'l2': 0.01}}, "
            + "'kernel_constraint': {'max_norm': {'max_value': 3}}}}], 'loss': 'categorical_crossentropy', "
            + "'metrics': ['accuracy', 'auc'], 'optimizer': {'adam': {'learning_rate': {'exponential': {'initial': 0.1, "
            + "'factor': 0.5, 'every': 100, 'unit': 'step'}}, 'clipnorm': 1.5}}}";
    /** What stands for anything, anywhere. */
    private static final String[] VALUES = {"null", "true", "false", "0", "-1", "1", "3", "1e9", "2147483648", "-0.5", "1e400",
        "\"\"",
        "\"Lambda\"", "\"../../x\"", "\"dense\"", "\"keras.layers\"", "\"\\u0000\"", "[]", "[[]]", "[null]", "[1,2,3]", "{}",
        "{\"class_name\":\"Dense\"}", "{\"module\":\"os\",\"class_name\":\"system\",\"config\":\"ls\"}",
        "{\"class_name\":\"__lambda__\",\"config\":{\"value\":\"4wEA\"}}"};
    private static final String[] CLASSES =
            {"Dense", "Lambda", "Sequential", "Functional", "InputLayer", "Normalization", "Conv2D",
                "ReLU", "TimeDistributed", "java.lang.Runtime", "Model", "GlobalAveragePooling2D", "Embedding", "Reshape"};
    private static final String[] MODULES = {"os", "builtins", "keras.src.layers", "kerasx", "", "keras", "subprocess"};
    private static Map<String, byte[]> functional = Map.of();
    private static Map<String, byte[]> sequential = Map.of();

    private final KerasFormat format = new KerasFormat(Networks.techniques());

    @TempDir
    Path folder;

    static LongStream seeds() {
        long seed = Long.getLong("fascicle.malformed.seed", -1);
        return seed >= 0 ? LongStream.of(seed) : LongStream.range(0, Integer.getInteger("fascicle.malformed.files", 100));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void refusedWithItsNameOrWorking(long seed) throws IOException {
        Random random = new Random(seed);
        Path file = folder.resolve("malformed.keras");
        boolean foreign = make(file, random);
        try {
            Imported read = format.read(file);
            assertTrue(!foreign, () -> "seed " + seed + ": what is none of Keras's was taken: " + read.definition());
            works(read);
        } catch (InputException e) {
            assertTrue(e.getMessage().startsWith(file.toString()), "seed " + seed + ": " + e.getMessage());
        } catch (RuntimeException | Error e) {
            fail("seed " + seed + ": " + e, e);
        }
    }

    private static void works(Imported read) {
        read.tensors().forEach((path, numbers) -> assertTrue(numbers.shape().size() == numbers.values().length, path));
        read.training().ifPresent(state -> state.slots()
                .forEach((path, numbers) -> assertTrue(numbers.shape().size() == numbers.values().length, path)));
        try (Model model = Networks.fascicle().create(read.definition().orElseThrow(), Settings.defaults())) {
            read.into(model);
            Map<String, float[]> rows = new LinkedHashMap<>();
            model.inputs().forEach(input -> rows.put(input.name(), new float[input.size()]));
            model.predict(rows, 1);
        }
    }

    /** Whether a class that is none of Keras's, or code, is named in it for sure. */
    private boolean make(Path file, Random random) throws IOException {
        prepare();
        Map<String, byte[]> entries = new LinkedHashMap<>(random.nextInt(3) == 0 ? sequential : functional);
        boolean foreign = false;
        switch (random.nextInt(8)) {
            case 0 -> {
                byte[] bytes = zip(entries);
                for (int i = 0; i <= random.nextInt(3); i++) {
                    bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
                }
                Files.write(file, random.nextBoolean() ? bytes : Arrays.copyOf(bytes, random.nextInt(bytes.length)));
                return false;
            }
            case 1 -> entries.put("model.weights.h5", bent(entries.get("model.weights.h5"), random));
            case 2 -> {
                String entry = List.copyOf(entries.keySet()).get(random.nextInt(entries.size()));
                byte[] bytes = entries.remove(entry);
                if (random.nextBoolean()) {
                    entries.put(entry, Arrays.copyOf(bytes, random.nextInt(bytes.length)));
                }
            }
            default -> {
                JsonNode config = Config.parse(entries.get(CONFIG));
                foreign = change(config, random);
                for (int i = 0; i < random.nextInt(3); i++) {
                    change(config, random);
                    // What was changed first may be gone by now.
                    foreign = false;
                }
                entries.put(CONFIG, Config.text(config).getBytes(StandardCharsets.UTF_8));
            }
        }
        Files.write(file, zip(entries));
        return foreign;
    }

    private static byte[] bent(byte[] intact, Random random) {
        byte[] bytes = random.nextInt(4) == 0 ? Arrays.copyOf(intact, random.nextInt(intact.length)) : intact.clone();
        for (int i = 0; bytes.length > 0 && i <= random.nextInt(4); i++) {
            bytes[random.nextInt(bytes.length)] = (byte) (random.nextBoolean() ? 0xff : random.nextInt(256));
        }
        return bytes;
    }

    /** Changes something in a tree. */
    private static boolean change(JsonNode root, Random random) throws IOException {
        List<JsonNode> containers = new ArrayList<>();
        collect(root, containers);
        if (random.nextInt(3) == 0) {
            List<JsonNode> objects = root.findParents("class_name");
            if (!objects.isEmpty()) {
                return rename((ObjectNode) objects.get(random.nextInt(objects.size())), objects.get(0) == root, random);
            }
        }
        JsonNode chosen = containers.get(random.nextInt(containers.size()));
        JsonNode value = Config.parse(VALUES[random.nextInt(VALUES.length)].getBytes(StandardCharsets.UTF_8));
        if (chosen instanceof ObjectNode object && !object.isEmpty()) {
            List<String> keys = new ArrayList<>();
            object.fieldNames().forEachRemaining(keys::add);
            String key = keys.get(random.nextInt(keys.size()));
            switch (random.nextInt(4)) {
                case 0 -> object.remove(key);
                case 1 -> object.set(key + "_", object.remove(key));
                default -> object.set(key, value);
            }
        } else if (chosen instanceof ArrayNode array && !array.isEmpty()) {
            int at = random.nextInt(array.size());
            switch (random.nextInt(4)) {
                case 0 -> array.remove(at);
                case 1 -> array.add(array.get(at).deepCopy());
                case 2 -> array.insert(0, array.remove(at));
                default -> array.set(at, value);
            }
        }
        return false;
    }

    /** Another class or module for one of the layers; whether it must be refused. */
    private static boolean rename(ObjectNode object, boolean root, Random random) {
        boolean tensor = object.path("class_name").asText().equals("__keras_tensor__");
        if (random.nextBoolean()) {
            String type = CLASSES[random.nextInt(CLASSES.length)];
            object.put("class_name", type);
            return !tensor && type.equals("Lambda") && object.path("module").asText().equals("keras.layers");
        }
        String module = MODULES[random.nextInt(MODULES.length)];
        boolean layer = object.path("module").asText().equals("keras.layers");
        object.put("module", module);
        return layer && !module.startsWith("keras.") && !module.equals("keras");
    }

    private static void collect(JsonNode node, List<JsonNode> containers) {
        if (node.isContainerNode()) {
            containers.add(node);
            node.forEach(child -> collect(child, containers));
        }
    }

    private void prepare() throws IOException {
        if (functional.isEmpty()) {
            Path file = folder.resolve("whole.keras");
            try (Model model = Networks.random(NETWORK, 5)) {
                format.write(model, TrainingState.of(7, slots(model)), file);
            }
            functional = entries(file);
            try (InputStream fixture = MalformedTest.class.getResourceAsStream("h5py.keras")) {
                Files.copy(fixture, folder.resolve("h5py.keras"));
            }
            sequential = entries(folder.resolve("h5py.keras"));
        }
    }

    private static SortedMap<String, Imported.Numbers> slots(Model model) {
        SortedMap<String, Imported.Numbers> slots = new TreeMap<>();
        model.tensors().forEach((path, shape) -> {
            if (Names.isTrained(path)) {
                for (String slot : List.of("/momentum", "/velocity")) {
                    slots.put("optimizer/" + path + slot, Imported.Numbers.of(shape, new double[(int) shape.size()]));
                }
            }
        });
        return slots;
    }

    private static Map<String, byte[]> entries(Path file) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipFile zip = new ZipFile(file.toFile())) {
            for (ZipEntry entry : zip.stream().toList()) {
                entries.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
            }
        }
        return entries;
    }

    private static byte[] zip(Map<String, byte[]> entries) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
                zip.closeEntry();
            }
        }
        return bytes.toByteArray();
    }
}
