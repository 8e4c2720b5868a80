package org.fascicle.core.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.fascicle.api.problem.InputException;
import org.jspecify.annotations.Nullable;

/** The text of a model file, what messages call it, and which of its values were put in from elsewhere. Immutable. */
public final class ModelText {
    private final String json;
    private final String label;
    /** What messages call each value that was put in, by its JSON pointer. */
    private final Map<String, String> put;

    private ModelText(String json, String label, Map<String, String> put) {
        this.json = Objects.requireNonNull(json);
        this.label = Objects.requireNonNull(label);
        this.put = put;
    }

    /**
     * A text as it is.
     *
     * @param label what messages call the file
     */
    public static ModelText of(String json, String label) {
        return new ModelText(json, label, Map.of());
    }

    /**
     * The same with values put in, in one layout.
     *
     * @param overrides each JSON, or a bare text, by path ({@code training.epochs}, {@code network.3.name.units})
     * @throws InputException if the text is no JSON object, or a path leads nowhere
     */
    public ModelText with(Map<String, String> overrides) {
        ObjectNode root = root();
        Map<String, String> all = new LinkedHashMap<>(put);
        overrides.forEach((path, value) -> {
            String pointer = Overrides.apply(root, path, value);
            all.keySet().removeIf(earlier -> isWithin(earlier, pointer));
            all.put(pointer, Overrides.describe(path, value));
        });
        return new ModelText(JsonText.format(root), label, all);
    }

    /** The same in one layout, from its tree. */
    ModelText formatted(JsonNode root) {
        return new ModelText(JsonText.format(root), label, put);
    }

    /** The text. */
    public String json() {
        return json;
    }

    /** What messages call the file. */
    public String label() {
        return label;
    }

    /**
     * What messages call the file at a place: with the values that were put in there, so that nobody looks for them in the file.
     *
     * @param pointer a JSON pointer; null for the file as a whole
     */
    public String source(@Nullable String pointer) {
        if (pointer == null || pointer.isEmpty()) {
            return label;
        }
        List<String> here = new ArrayList<>();
        put.forEach((place, value) -> {
            if (isWithin(pointer, place) || isWithin(place, pointer)) {
                here.add(value);
            }
        });
        return here.isEmpty() ? label : label + " with " + String.join(", ", here);
    }

    private static boolean isWithin(String inner, String outer) {
        return (inner + "/").startsWith(outer + "/");
    }

    /** Its tree, which the caller may change. */
    ObjectNode root() {
        JsonNode root = JsonText.parse(json, label);
        if (!root.isObject()) {
            throw new InputException(label, null, "a model file is a JSON object, not " + Place.quote(root),
                    "Write { \"fascicle\": 1, … }");
        }
        return (ObjectNode) root;
    }
}
