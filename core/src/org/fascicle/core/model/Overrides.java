package org.fascicle.core.model;

import java.util.Arrays;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.fascicle.api.problem.InputException;
import org.jspecify.annotations.Nullable;

/**
 * Puts single values into a model file's tree, each by a path of names and list positions joined by dots:
 * {@code network.3.name.units}. Used by one thread.
 */
final class Overrides {
    private final ObjectNode root;
    private final String path;
    private final String value;
    private final List<String> steps;

    private Overrides(ObjectNode root, String path, String value) {
        this.root = root;
        this.path = path;
        this.value = value;
        this.steps = Arrays.asList(path.split("\\.", -1));
    }

    /**
     * Puts a value in.
     *
     * @param root is changed
     * @param path leads to a value that is replaced, or to keys of objects that are made; never to a new list position
     * @param value JSON, or a bare text
     * @return the JSON pointer of the value
     * @throws InputException if the path leads nowhere
     */
    static String apply(ObjectNode root, String path, String value) {
        return new Overrides(root, path, value).apply();
    }

    /** What messages call an override. */
    static String describe(String path, String value) {
        return path + "=" + value;
    }

    private String apply() {
        if (steps.stream().anyMatch(String::isBlank)) {
            throw problem("the path has an empty step", "Write it as in training.epochs or network.3.name.units");
        }
        return put(root, 0, "");
    }

    private String put(JsonNode at, int step, String pointer) {
        int next = at.isObject() ? stepsOfKey(at, step) : step + 1;
        String key = String.join(".", steps.subList(step, next));
        String here = Place.join(pointer, key);
        JsonNode child = at.isArray() ? item((ArrayNode) at, key, pointer) : at.get(key);
        if (next == steps.size()) {
            set(at, key, JsonText.parseOrText(value));
            return here;
        }
        JsonNode inner = container(child, next);
        if (inner == null) {
            throw problem(here + " is " + Place.quote(child) + ", which holds nothing called '"
                    + steps.get(next) + "'", null);
        }
        if (inner != child) {
            set(at, key, inner);
        }
        return put(inner, next, here);
    }

    // A key that is already there may itself have dots (com.example:name); the longest wins.
    private int stepsOfKey(JsonNode object, int from) {
        for (int to = steps.size(); to > from + 1; to--) {
            if (object.has(String.join(".", steps.subList(from, to)))) {
                return to;
            }
        }
        return from + 1;
    }

    /** What the path goes on in: the child, a new object, or a technique that was only named; null if it cannot. */
    private @Nullable JsonNode container(@Nullable JsonNode child, int next) {
        String rest = String.join(".", steps.subList(next, steps.size()));
        if (child == null || child.isNull()) {
            return root.objectNode();
        } else if (child.isContainerNode()) {
            return child;
        } else if (child.isTextual() && rest.startsWith(child.textValue() + ".")) {
            ObjectNode technique = root.objectNode();
            technique.putObject(child.textValue());
            return technique;
        }
        return null;
    }

    private JsonNode item(ArrayNode list, String key, String pointer) {
        if (!key.matches("[0-9]{1,9}") || Integer.parseInt(key) >= list.size()) {
            throw problem("the list " + pointer + " has no entry " + key,
                    list.isEmpty() ? "It is empty" : "Its entries are 0 to " + (list.size() - 1));
        }
        return list.get(Integer.parseInt(key));
    }

    private static void set(JsonNode at, String key, JsonNode node) {
        if (at.isArray()) {
            ((ArrayNode) at).set(Integer.parseInt(key), node);
        } else {
            ((ObjectNode) at).set(key, node);
        }
    }

    private InputException problem(String problem, @Nullable String remedy) {
        return new InputException(describe(path, value), null, problem, remedy);
    }
}
