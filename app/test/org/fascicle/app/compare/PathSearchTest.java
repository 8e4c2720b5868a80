package org.fascicle.app.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.fascicle.api.problem.InputException;
import org.fascicle.api.technique.Kind;
import org.junit.jupiter.api.Test;

class PathSearchTest {
    private static final String MODEL = """
            { "data": "digits",
              "network": [ { "wide": { "units": 3, "activation": "straight", "bias": false } },
                           { "activation": { "activation": "straight" } },
                           { "stack": { "layers": [ { "wide": { "units": 4, "activation": { "com.example:bent": { "slope": 1 } } } },
                                                    { "wide": { "units": 9 } } ] } },
                           { "wide": { "units": 2, "activation": "straight" } } ],
              "loss": "some", "optimizer": "falling",
              "training": { "epochs": 3, "early_stopping": { "monitor": "loss" } } }
            """;

    @Test
    void pathsAreAsSetHasThem() throws IOException {
        assertEquals(List.of("/network/0/wide/units"), found("network.0.wide.units"));
        assertEquals(List.of("/training/epochs"), found("training.epochs"));
        assertEquals(List.of("/training/early_stopping/monitor"), found("training.early_stopping.monitor"));
        assertEquals(List.of("/training/batch_size"), found("training.batch_size"));
        assertEquals(List.of("/optimizer"), found("optimizer"));
        assertEquals(List.of("/network/1"), found("network.1"));
        assertEquals(List.of("/network/2/stack/layers/0/wide/activation/com.example:bent/slope"),
                found("network.2.stack.layers.0.wide.activation.com.example:bent.slope"));
    }

    @Test
    void aTechniquesNameMayBeLeftOut() throws IOException {
        assertEquals(List.of("/network/0/wide/units"), found("network.0.units"));
        assertEquals(List.of("/network/0/wide/bias"), found("network.0.use_bias"));
        assertEquals(List.of("/network/1/activation/activation"), found("network.1.activation"));
        assertEquals(List.of("/network/1/activation/activation"), found("network.1.activation.activation"));
        assertEquals(List.of("/network/2/stack/layers/0/wide/activation/com.example:bent/slope"),
                found("network.2.layers.0.activation.slope"));
        assertEquals(List.of("/optimizer/falling/learning_rate"), found("optimizer.learning_rate"));
    }

    @Test
    void aStarIsEachThatHasItSet() throws IOException {
        assertEquals(List.of("/network/0/wide/activation", "/network/1/activation/activation", "/network/3/wide/activation"),
                found("network.*.activation"));
        assertEquals(List.of("/network/0/wide/bias"), found("network.*.use_bias"));
        assertEquals(List.of("/network/2/stack/layers/0/wide/units", "/network/2/stack/layers/1/wide/units"),
                found("network.*.layers.*.units"));
    }

    @Test
    void theLastLayerAndThoseThatAreNamedAreOutputs() throws IOException {
        assertEquals(List.of(false, false, true),
                search(MODEL, "network.*.activation").stream().map(Spot::output).collect(Collectors.toList()));
        String named = MODEL.replace("\"units\": 3", "\"units\": 3, \"name\": \"n\"").replace("\"loss\":",
                "\"outputs\": [ \"n\" ], \"loss\":");
        assertEquals(List.of(true, false, true),
                search(named, "network.*.activation").stream().map(Spot::output).collect(Collectors.toList()));
    }

    @Test
    void kindsAreThoseOfTheOptions() throws IOException {
        assertEquals(Kind.ACTIVATION, search(MODEL, "network.0.activation").get(0).kind());
        assertEquals(Kind.OPTIMIZER, search(MODEL, "optimizer").get(0).kind());
        assertEquals(Kind.SCHEDULE, search(MODEL, "optimizer.learning_rate").get(0).kind());
        assertEquals(Kind.LAYER, search(MODEL, "network.0").get(0).kind());
    }

    @Test
    void valuesArePutIn() throws IOException {
        Map<String, Object> root = model(MODEL);
        for (String path : List.of("network.*.activation", "optimizer.learning_rate", "training.batch_size")) {
            new PathSearch(new Installed(new FakeTechniques()), root, path).spots().forEach(spot -> spot.set(root, "new"));
        }
        assertEquals(model(
                MODEL.replace("\"straight\"", "\"new\"").replace("\"falling\"", "{ \"falling\": { \"learning_rate\": \"new\" } }")
                        .replace("\"epochs\": 3", "\"epochs\": 3, \"batch_size\": \"new\"")),
                root);
    }

    @Test
    void mistakesHaveTheNearestName() {
        assertProblem("network.*.activaton", "nothing there has 'activaton'. Did you mean 'activation'?");
        assertProblem("network.0.unit", "nothing there has 'unit'. Did you mean 'units'?");
        assertProblem("optimiser.learning_rate", "the model file has no key 'optimiser'. Did you mean 'optimizer'?");
        assertProblem("network.4.units", "the list /network has no entry 4. Its entries are 0 to 3, and * means each");
        assertProblem("network..units", "the path has an empty step");
        assertProblem("training.epochs.x", "/training/epochs is 3, which holds nothing called 'x'");
        assertProblem("optimizer.momentum", "nothing there has 'momentum'. There are: learning_rate");
    }

    private static void assertProblem(String path, String message) {
        String said = assertThrows(InputException.class, () -> search(MODEL, path)).getMessage();
        assertTrue(said.startsWith("--vary " + path + ": ") && said.contains(message), said);
    }

    private static List<String> found(String path) throws IOException {
        return search(MODEL, path).stream()
                .map(spot -> "/" + spot.steps().stream().map(String::valueOf).collect(Collectors.joining("/")))
                .collect(Collectors.toList());
    }

    private static List<Spot> search(String model, String path) throws IOException {
        return new PathSearch(new Installed(new FakeTechniques()), model(model), path).spots();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> model(String text) throws IOException {
        return (Map<String, Object>) JsonValues.read(text);
    }
}
