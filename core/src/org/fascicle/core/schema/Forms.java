package org.fascicle.core.schema;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import org.fascicle.api.technique.Interval;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The pieces that a JSON Schema is made of, in draft 07, which editors know best. Each call gives a fresh node. */
final class Forms {
    static final String PROPERTIES = "properties";

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private Forms() {}

    /** Anything. */
    static ObjectNode any() {
        return NODES.objectNode();
    }

    /** A value of a type: {@code string}, {@code boolean}, … */
    static ObjectNode type(String type) {
        return any().put("type", type);
    }

    /** What is said under a name among the definitions. */
    static ObjectNode ref(String definition) {
        return any().put("$ref", "#/definitions/" + definition);
    }

    static ObjectNode anyOf(ObjectNode... forms) {
        ObjectNode node = any();
        node.putArray("anyOf").addAll(Arrays.asList(forms));
        return node;
    }

    /** The form, or null, which means that nothing is given. */
    static ObjectNode orNull(ObjectNode form) {
        return anyOf(form, type("null"));
    }

    static ObjectNode list(ObjectNode item) {
        ObjectNode node = type("array");
        node.set("items", item);
        return node;
    }

    /** A list of at least one item, no item twice. */
    static ObjectNode distinct(ObjectNode item) {
        return list(item).put("minItems", 1).put("uniqueItems", true);
    }

    /** One of some words. */
    static ObjectNode words(Collection<String> words) {
        ObjectNode node = any();
        ArrayNode all = node.putArray("enum");
        words.forEach(all::add);
        return node;
    }

    /** One of some words, in small letters or in capitals; an editor proposes the small ones. */
    static ObjectNode anyCase(Collection<String> words) {
        return anyOf(words(words), type("string").put("pattern",
                pattern(words.stream().map(Forms::anyCase).collect(Collectors.toList()))));
    }

    private static String anyCase(String word) {
        StringBuilder pattern = new StringBuilder();
        for (char c : word.toCharArray()) {
            char capital = Character.toUpperCase(c);
            pattern.append(c == capital ? String.valueOf(c) : "[" + c + capital + "]");
        }
        return pattern.toString();
    }

    /** A regular expression of whole texts, for texts that need no quoting in one but for the dot. */
    static String pattern(Collection<String> texts) {
        return texts.stream().map(text -> text.replace(".", "\\.")).collect(Collectors.joining("|", "^(", ")$"));
    }

    static ObjectNode number(Optional<Interval> range) {
        return within(type("number"), range);
    }

    static ObjectNode integer(Optional<Interval> range) {
        return within(type("integer"), range);
    }

    static ObjectNode atLeast(String type, int least) {
        return type(type).put("minimum", least);
    }

    private static ObjectNode within(ObjectNode node, Optional<Interval> range) {
        range.filter(bounds -> bounds.low() > Double.NEGATIVE_INFINITY)
                .ifPresent(bounds -> bound(node, bounds.includesLow() ? "minimum" : "exclusiveMinimum", bounds.low()));
        range.filter(bounds -> bounds.high() < Double.POSITIVE_INFINITY)
                .ifPresent(bounds -> bound(node, bounds.includesHigh() ? "maximum" : "exclusiveMaximum", bounds.high()));
        return node;
    }

    private static void bound(ObjectNode node, String key, double bound) {
        if (bound == Math.rint(bound) && Math.abs(bound) < 1L << 53) {
            node.put(key, (long) bound);
        } else {
            node.put(key, bound);
        }
    }

    /** An object that has no other keys than those that are put into it. */
    static ObjectNode closed() {
        ObjectNode node = type("object");
        node.putObject(PROPERTIES);
        return node.put("additionalProperties", false);
    }

    /** An object with any keys, each with a value of a form. */
    static ObjectNode byName(ObjectNode value) {
        ObjectNode node = type("object");
        node.set("additionalProperties", value);
        return node;
    }

    /** Adds a key to a {@link #closed} object. */
    static void put(ObjectNode object, String key, ObjectNode value) {
        properties(object).set(key, value);
    }

    static ObjectNode properties(ObjectNode object) {
        return object.withObjectProperty(PROPERTIES);
    }

    /** Adds other names for a key, which an editor does not propose. */
    static void alias(ObjectNode object, Collection<String> names, ObjectNode value) {
        if (!names.isEmpty()) {
            object.withObjectProperty("patternProperties").set(pattern(names), value);
        }
    }

    static void require(ObjectNode object, String... keys) {
        ArrayNode required = object.withArrayProperty("required");
        List.of(keys).forEach(required::add);
    }

    /** Says what something is, where an editor shows it. */
    static ObjectNode described(ObjectNode node, String description) {
        return description.isEmpty() ? node : node.put("description", description);
    }
}
