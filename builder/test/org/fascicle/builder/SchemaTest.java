package org.fascicle.builder;

import static org.fascicle.builder.DataSources.digits;
import static org.fascicle.builder.Layers.dense;
import static org.fascicle.builder.Losses.meanSquaredError;
import static org.fascicle.builder.ModelBuilder.model;
import static org.fascicle.builder.Optimizers.sgd;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaId;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion.VersionFlag;

import org.fascicle.api.problem.InputException;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The schema of model files permits what is right, and refuses no file that the platform reads. */
class SchemaTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String UNKNOWN = "zzzzzzzzzzzz";
    private static final int MUTANTS = 60;
    /** To the first line that is neither indented nor the end of a block; no Java, in which such text stands in quotes. */
    private static final Pattern MODEL =
            Pattern.compile("(?m)^(?: {4}|```json.*\\n)\\{ \"fascicle\": 1,\\s+\"(?:data|inputs)\".*\\n(?:[ }].*\\n)*(?:```)?");

    @Test
    void isASchema() {
        assertEquals(Set.of(), JsonSchemaFactory.getInstance(VersionFlag.V7).getSchema(SchemaLocation.of(SchemaId.V7))
                .validate(Schema.TEXT, InputFormat.JSON));
    }

    @TestFactory
    Stream<DynamicTest> permitsEachExample() throws IOException {
        return examples().stream().map(file -> DynamicTest.dynamicTest(file.toString(),
                () -> assertEquals(List.of(), Schema.problems(Files.readString(file)))));
    }

    /** Those that pages show, between lines of backticks, or indented. */
    @TestFactory
    Stream<DynamicTest> permitsEachModelFileOfThePages() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        try (Stream<Path> files = Files.list(Path.of("../docs"))) {
            for (Path page : Stream.concat(files, Stream.of(Path.of("../README.md"))).sorted().toList()) {
                Matcher model = MODEL.matcher(page.toString().endsWith(".md") ? Files.readString(page) : "");
                while (model.find()) {
                    String text = model.group().replaceAll("(?m)^```.*", "");
                    if (text.contains("\"com.example:")) {
                        // Somebody's own technique, which is not among those of the schema here.
                        continue;
                    }
                    tests.add(DynamicTest.dynamicTest(page + " " + tests.size(), () -> {
                        assertEquals(List.of(), Schema.problems(text));
                        Json.spec(text, page.toString());
                    }));
                }
            }
        }
        assertTrue(tests.size() >= 5, tests.size() + " model files");
        return tests.stream();
    }

    /** What an editor underlines: the place, and what is wrong there. */
    @Test
    void refusesMistakesAtTheirPlaces() throws IOException {
        refuses("/network/1/dense", "untis", "/network/1/dense/units", "untis");
        refuses("/network/1", "dens", "/network/1/dense", "dens");
        refuses("/network/1/dense/units: must have a minimum value of 1", "/network/1/dense/units", 0);
        refuses("/network/1/dense/units: string found, integer expected", "/network/1/dense/units", "300");
        refuses("/network/1/dense/use_bias: string found, boolean expected", "/network/1/dense/use_bias", "no");
        refuses("/training/epochs: must have a minimum value of 0", "/training/epochs", -1);
        refuses("/training/precision: does not have a value in the enumeration", "/training/precision", "float16");
        refuses("/loss: does not have a value in the enumeration", "/loss", "sparse");
        refuses("/fascicle: must be the constant value '1'", "/fascicle", 2);
        refuses("/network: must have at least 1 items but found 0", "/network", List.of());
        refuses("/network/0", "/network/0", Map.of("flatten", Map.of(), "dense", Map.of("units", 3)));
        refuses(": has an error with dependencies {loss=[optimizer], optimizer=[loss]}", "/loss", null);
        refuses(": required property 'network' not found", "/network", null);
    }

    /** Each key that the platform knows: it names them where it meets one that it does not know. */
    @Test
    void knowsTheKeysOfTheReader() throws IOException {
        ModelBuilder small = model(dense(10)).data(digits().validation(9)).loss(meanSquaredError()).optimizer(sgd());
        JsonNode schema = MAPPER.readTree(Schema.TEXT);
        assertKeys(schema, small.with(UNKNOWN, 1));
        JsonNode training = schema.at("/properties/training/anyOf/0");
        assertKeys(training, small.training(UNKNOWN, 1));
        assertKeys(training.at("/properties/early_stopping/anyOf/0"), small.training("early_stopping", Map.of(UNKNOWN, 1)));
        assertKeys(schema.at("/properties/parameter_groups/anyOf/0/items"),
                small.with("parameter_groups", List.of(Map.of(UNKNOWN, 1))));
        assertKeys(schema.at("/definitions/layer.dense"), small.with("network", List.of(Map.of("dense", Map.of(UNKNOWN, 1)))));
        assertKeys(schema.at("/definitions/optimizer.adam"), small.with("optimizer", Map.of("adam", Map.of(UNKNOWN, 1))));
        assertKeys(schema.at("/definitions/data.csv"), small.with("data", Map.of("csv", Map.of(UNKNOWN, 1))));
        assertKeys(schema.at("/definitions/loss.huber"), small.with("loss", Map.of("huber", Map.of(UNKNOWN, 1))));
        assertKeys(schema.at("/definitions/transform.lookahead"),
                small.with("updates", List.of(Map.of("lookahead", Map.of(UNKNOWN, 1)))));
    }

    private static void assertKeys(JsonNode form, ModelBuilder wrong) {
        InputException problem = assertThrows(InputException.class, () -> Json.spec(wrong));
        assertTrue(problem.problem().contains("unknown") && problem.remedy().startsWith("Known: "), problem.getMessage());
        String known = problem.remedy().substring("Known: ".length()).split(";")[0];
        Set<String> keys = new TreeSet<>();
        form.get("properties").fieldNames().forEachRemaining(keys::add);
        keys.remove("$schema");
        assertEquals(new TreeSet<>(List.of(known.split(", "))), keys);
    }

    /** A value somewhere in an example is another one: where the schema refuses that, the platform does, too. */
    @TestFactory
    Stream<DynamicTest> refusesNothingThatIsRead() throws IOException {
        return examples().stream().map(file -> DynamicTest.dynamicTest(file.toString(), () -> {
            Random random = new Random(16);
            int refused = 0;
            for (int i = 0; i < MUTANTS; i++) {
                JsonNode mutant = MAPPER.readTree(file.toFile());
                String change = mutate(mutant, random);
                String text = mutant.toString();
                List<String> problems = Schema.problems(text);
                if (!problems.isEmpty()) {
                    refused++;
                    assertThrows(InputException.class, () -> Json.spec(text, file.toString()), () -> change + ": " + problems);
                }
            }
            assertTrue(refused > MUTANTS / 4, refused + " refused");
        }));
    }

    private static String mutate(JsonNode root, Random random) {
        List<JsonNode> parents = new ArrayList<>();
        collect(root, parents);
        JsonNode parent = parents.get(random.nextInt(parents.size()));
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        List<JsonNode> values = List.of(nodes.numberNode(-1), nodes.numberNode(0), nodes.numberNode(0.5), nodes.numberNode(3),
                nodes.textNode("relu"), nodes.textNode("adam"), nodes.textNode("x"), nodes.booleanNode(true), nodes.nullNode(),
                nodes.arrayNode(), nodes.arrayNode().add(1), nodes.objectNode(), nodes.objectNode().put("x", 1),
                nodes.objectNode().set("l2", nodes.objectNode()));
        JsonNode value = values.get(random.nextInt(values.size()));
        if (parent.isArray()) {
            int at = random.nextInt(parent.size());
            ((ArrayNode) parent).set(at, value);
            return "item " + at + " := " + value;
        }
        List<String> keys = new ArrayList<>();
        parent.fieldNames().forEachRemaining(keys::add);
        String key = random.nextInt(5) == 0 ? "rate" : keys.get(random.nextInt(keys.size()));
        ((ObjectNode) parent).set(key, value);
        return key + " := " + value;
    }

    private static void collect(JsonNode node, List<JsonNode> parents) {
        if (node.isContainerNode() && !node.isEmpty()) {
            parents.add(node);
        }
        node.forEach(child -> collect(child, parents));
    }

    private static List<Path> examples() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("../examples"))) {
            return files.filter(file -> file.toString().endsWith(".json") && !file.toString().contains("/generated/"))
                    .sorted().collect(Collectors.toList());
        }
    }

    private static void refuses(String words, String pointer, Object value) throws IOException {
        JsonNode root = MAPPER.readTree(Path.of("../examples/fashion_mnist_mlp.json").toFile());
        int last = pointer.lastIndexOf('/');
        JsonNode parent = root.at(pointer.substring(0, last));
        String key = pointer.substring(last + 1);
        if (value == null) {
            ((ObjectNode) parent).remove(key);
        } else if (parent.isArray()) {
            ((ArrayNode) parent).set(Integer.parseInt(key), MAPPER.valueToTree(value));
        } else {
            ((ObjectNode) parent).set(key, MAPPER.valueToTree(value));
        }
        List<String> problems = Schema.problems(root.toString());
        assertTrue(problems.stream().anyMatch(problem -> problem.contains(words)), words + " is not in " + problems);
    }

    /** A key is written otherwise. */
    private static void refuses(String words, String mentioned, String pointer, String key) throws IOException {
        JsonNode root = MAPPER.readTree(Path.of("../examples/fashion_mnist_mlp.json").toFile());
        int last = pointer.lastIndexOf('/');
        ObjectNode parent = (ObjectNode) root.at(pointer.substring(0, last));
        parent.set(key, parent.remove(pointer.substring(last + 1)));
        List<String> problems = Schema.problems(root.toString());
        assertTrue(problems.stream().anyMatch(problem -> problem.startsWith(words) && problem.contains(mentioned)),
                words + " is not in " + problems);
    }
}
