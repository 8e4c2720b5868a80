package org.fascicle.format.keras;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.technique.Kind;
import org.jspecify.annotations.Nullable;

/** Makes loss, metrics and optimizer of what a model was compiled with. What has no equal is left out and listed: the model predicts without. */
final class TrainingReader {
    private static final String WHERE = "config.json/compile_config";
    private static final List<String> AVERAGES = List.of("ema_momentum", "ema_overwrite_frequency");

    private final TechniqueReader techniques;
    private final List<String> outputs;

    /**
     * A reader.
     *
     * @param outputs the names of the outputs, if there are several
     */
    TrainingReader(TechniqueReader techniques, List<String> outputs) {
        this.techniques = techniques;
        this.outputs = outputs;
    }

    /** The keys loss, loss_weights, metrics and optimizer, as far as they are there. */
    Map<String, Object> read(JsonNode compiled) {
        Map<String, Object> keys = new LinkedHashMap<>();
        if (isEmpty(compiled)) {
            return keys;
        }
        Object loss =
                attempt("loss", () -> perOutput(compiled.path("loss"), (node, where) -> techniques.read(node, Kind.LOSS, where)));
        if (loss == null) {
            techniques.left(WHERE + ": without a loss, metrics and optimizer are left out, too");
            return keys;
        }
        keys.put("loss", loss);
        put(keys, "loss_weights", attempt("loss_weights", () -> weights(compiled.path("loss_weights"))));
        put(keys, "metrics", attempt("metrics", () -> metrics(compiled.path("metrics"))));
        if (!isEmpty(compiled.path("weighted_metrics"))) {
            techniques.left(WHERE + "/weighted_metrics: " + TechniqueReader.shortened(compiled.path("weighted_metrics")));
        }
        JsonNode optimizer = compiled.path("optimizer");
        put(keys, "optimizer", attempt("optimizer", () -> optimizer(optimizer)));
        return keys;
    }

    private Object optimizer(JsonNode node) {
        String where = WHERE + "/optimizer";
        if (node.isTextual()) {
            String ours = techniques.ours(Kind.OPTIMIZER, node.textValue());
            if (ours == null) {
                throw techniques.problem(where, "the optimizer '" + node.textValue() + "' has no equal here", null);
            }
            return ours;
        }
        String theirs = techniques.type(node, where);
        String ours = techniques.ours(Kind.OPTIMIZER, theirs);
        if (ours == null) {
            throw techniques.problem(where, "the optimizer " + theirs + " has no equal here", null);
        }
        JsonNode config = node.path("config");
        if (config instanceof ObjectNode options && !options.path("use_ema").asBoolean()) {
            // Keras writes the options of averages where it takes none, too; here they would ask for something that is not there.
            config = options.deepCopy().without(AVERAGES);
        }
        return techniques.options(ours, config, Kind.OPTIMIZER, techniques.common(Kind.OPTIMIZER), where);
    }

    /** Reads one of a kind. */
    private interface One {
        Object read(JsonNode node, String where);
    }

    private Object perOutput(JsonNode node, One one) {
        String where = WHERE + "/loss";
        if (outputs.size() < 2) {
            JsonNode only = node.isArray() && node.size() == 1 ? node.get(0)
                    : node.isObject() && !node.has("class_name") && node.size() == 1 ? node.elements().next() : node;
            return one.read(only, where);
        }
        Map<String, Object> all = new LinkedHashMap<>();
        for (int i = 0; i < outputs.size(); i++) {
            JsonNode own =
                    node.isArray() ? node.path(i) : node.has("class_name") || node.isTextual() ? node : node.path(outputs.get(i));
            all.put(outputs.get(i), one.read(own, where + "/" + outputs.get(i)));
        }
        return all;
    }

    private @Nullable Object weights(JsonNode node) {
        if (isEmpty(node)) {
            return null;
        }
        Map<String, Object> all = new LinkedHashMap<>();
        for (int i = 0; i < outputs.size(); i++) {
            JsonNode own = node.isArray() ? node.path(i) : node.path(outputs.get(i));
            all.put(outputs.get(i), own.isNumber() ? own.numberValue() : Integer.valueOf(1));
        }
        return outputs.size() < 2 ? null : all;
    }

    private @Nullable Object metrics(JsonNode node) {
        if (isEmpty(node)) {
            return null;
        }
        String where = WHERE + "/metrics";
        if (outputs.size() < 2) {
            JsonNode own = node.isArray() && node.size() == 1 && node.get(0).isArray() ? node.get(0)
                    : node.isObject() && !node.has("class_name") ? node.elements().next() : node;
            return list(own, where);
        }
        Map<String, Object> all = new LinkedHashMap<>();
        for (int i = 0; i < outputs.size(); i++) {
            JsonNode own = node.isArray() ? node.path(i) : node.path(outputs.get(i));
            if (!isEmpty(own)) {
                all.put(outputs.get(i), list(own, where + "/" + outputs.get(i)));
            }
        }
        return all;
    }

    private List<Object> list(JsonNode node, String where) {
        List<Object> all = new ArrayList<>();
        for (JsonNode item : node.isArray() ? node : List.of(node)) {
            try {
                all.add(techniques.read(item, Kind.METRIC, where));
            } catch (InputException e) {
                techniques.left(e.pointer() + ": " + e.problem());
            }
        }
        return all;
    }

    private static boolean isEmpty(JsonNode node) {
        return node.isMissingNode() || node.isNull() || node.isContainerNode() && node.isEmpty();
    }

    /** Reads something. */
    private interface Reading {
        @Nullable
        Object read();
    }

    private @Nullable Object attempt(String what, Reading reading) {
        try {
            return reading.read();
        } catch (InputException e) {
            techniques.left((e.pointer() == null ? WHERE + "/" + what : e.pointer()) + ": " + e.problem());
            return null;
        }
    }

    private static void put(Map<String, Object> keys, String key, @Nullable Object value) {
        if (value != null && !Set.of(List.of(), Map.of()).contains(value)) {
            keys.put(key, value);
        }
    }
}
