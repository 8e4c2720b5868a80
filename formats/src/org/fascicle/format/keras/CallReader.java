package org.fascicle.format.keras;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import com.fasterxml.jackson.databind.JsonNode;

/** Reads what the layers of a model are called with. */
final class CallReader {
    private static final String ATTENTION = "MultiHeadAttention";
    private static final String CAUSAL = "use_causal_mask";
    private static final String INITIAL = "initial_state";
    /** Attention's inputs, as we order them. */
    private static final List<String> INPUTS = List.of("query", "value", "key");
    /** Masks that Keras finds by itself. */
    private static final Set<String> MASKS = Set.of("mask", "query_mask", "value_mask", "key_mask");

    private final TechniqueReader techniques;
    private final Masks masks;

    CallReader(TechniqueReader techniques, Masks masks) {
        this.techniques = techniques;
        this.masks = masks;
    }

    /**
     * A call of a layer.
     *
     * @param sources its inputs
     * @param arguments those that are options of the layer here
     */
    record Call(List<Source> sources, Map<String, Object> arguments) {}

    /**
     * The calls of a layer, one or more.
     *
     * @param type its class
     * @param prefix of the names of layers
     */
    List<Call> calls(JsonNode node, String type, String prefix, String where) {
        List<Call> calls = new ArrayList<>();
        for (JsonNode call : node.path("inbound_nodes")) {
            List<Source> sources = new ArrayList<>(references(call.path("args"), prefix, where));
            Map<String, Object> arguments = new LinkedHashMap<>();
            // A dictionary of inputs is read in this order.
            List<String> keys = new ArrayList<>(type.equals(ATTENTION) ? INPUTS : List.of(INITIAL));
            call.path("kwargs").fieldNames().forEachRemaining(key -> {
                if (!keys.contains(key)) {
                    keys.add(key);
                }
            });
            for (String key : keys) {
                argument(key, call.path("kwargs").path(key), type, prefix, where, sources, arguments);
            }
            if (sources.isEmpty()) {
                throw techniques.problem(where, "a call of the layer reads no layer", null);
            }
            calls.add(new Call(sources, arguments));
        }
        if (calls.isEmpty()) {
            throw techniques.problem(where, "the layer is never called", null);
        }
        return calls;
    }

    private void argument(String key, JsonNode value, String type, String prefix, String where, List<Source> sources,
            Map<String, Object> arguments) {
        String place = where + "/inbound_nodes/" + key;
        boolean isOff = value.isBoolean() && !value.booleanValue();
        boolean attention = type.equals(ATTENTION);
        // Keras writes "training": false by itself, and each run of a model replaces it by what the run is.
        if (value.isNull() || value.isMissingNode() || isOff && (attention || key.equals("training"))) {
            return;
        } else if (attention && key.equals(CAUSAL) && value.isBoolean()) {
            arguments.put(CAUSAL, true);
            return;
        }
        List<Source> given = references(value, prefix, place);
        boolean input = attention ? INPUTS.contains(key) : key.equals(INITIAL) && RecurrentStates.isRecurrent(type);
        if (input && !given.isEmpty()) {
            sources.addAll(given);
        } else if (MASKS.contains(key) && given.size() == 1) {
            masks.used(given.get(0), place, TechniqueReader.shortened(value));
        } else {
            throw techniques.problem(place, TechniqueReader.shortened(value) + " has no equal here", null);
        }
    }

    /** The outputs of layers that a list names, however deep. */
    List<Source> references(JsonNode node, String prefix, String where) {
        JsonNode history = node.path("config").path("keras_history");
        JsonNode reference = history.isArray() ? history : node;
        if (reference.isArray() && reference.size() == 3 && reference.get(0).isTextual()) {
            if (!reference.get(1).canConvertToInt() || !reference.get(2).canConvertToInt()) {
                throw techniques.problem(where, "this is no output of a layer: " + TechniqueReader.shortened(reference), null);
            }
            return List.of(new Source(prefix + reference.get(0).textValue(), reference.get(1).intValue(),
                    reference.get(2).intValue()));
        }
        List<Source> sources = new ArrayList<>();
        if (reference.isObject() && !reference.has("class_name")) {
            // Keras goes through a dictionary in the order of its keys.
            new TreeSet<>(keys(reference)).forEach(key -> sources.addAll(references(reference.get(key), prefix, where)));
        } else if (reference.isArray()) {
            reference.forEach(item -> sources.addAll(references(item, prefix, where)));
        }
        return sources;
    }

    private static List<String> keys(JsonNode object) {
        List<String> keys = new ArrayList<>();
        object.fieldNames().forEachRemaining(keys::add);
        return keys;
    }
}
