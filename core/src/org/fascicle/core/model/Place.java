package org.fascicle.core.model;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.problem.Nearest;
import org.jspecify.annotations.Nullable;

/** A value of a model file, and where it stands; reads it as a type, or says what is wrong with it. Immutable. */
final class Place {
    private static final int LONGEST_QUOTE = 60;

    private final JsonNode node;
    private final String pointer;
    private final ModelText text;

    Place(JsonNode node, String pointer, ModelText text) {
        this.node = node;
        this.pointer = pointer;
        this.text = text;
    }

    /** A JSON pointer with one more step. */
    static String join(String pointer, String key) {
        return pointer + "/" + key.replace("~", "~0").replace("/", "~1");
    }

    JsonNode node() {
        return node;
    }

    String pointer() {
        return pointer;
    }

    /** What messages call the file, here. */
    String source() {
        return text.source(pointer);
    }

    /** Whether an object has the key, with whatever value. */
    boolean has(String key) {
        return node.has(key);
    }

    /** Whether an object has the key, with a value that is not null. */
    boolean gives(String key) {
        return node.hasNonNull(key);
    }

    Place at(String key) {
        return new Place(node.get(key), join(pointer, key), text);
    }

    List<String> keys() {
        List<String> keys = new ArrayList<>();
        node.fieldNames().forEachRemaining(keys::add);
        return keys;
    }

    /** The items of a list. */
    List<Place> items() {
        List<Place> items = new ArrayList<>();
        for (JsonNode item : node) {
            items.add(new Place(item, pointer + "/" + items.size(), text));
        }
        return items;
    }

    InputException problem(String problem, @Nullable String remedy) {
        return new InputException(source(), pointer, problem, remedy);
    }

    /** A problem that was found elsewhere, standing here. */
    InputException here(InputException problem) {
        return new InputException(source(), pointer, problem.problem(), problem.remedy());
    }

    /** That the value is not what is expected. The message says where a number or flag is in quotes. */
    InputException mismatch(String expectation) {
        boolean quoted = node.isTextual() && node.textValue().matches("-?[0-9.]+([eE][-+]?[0-9]+)?|true|false|null")
                && !expectation.contains("text");
        return problem("must be " + expectation + ", not " + quote(), quoted ? "Write it without the quotes" : null);
    }

    /** Refuses a key that is not among those known. */
    void permitOnly(Collection<String> known, String what) {
        permitOnly(known, what, "");
    }

    /** Refuses a key that is not among those known, with something more to say where no known key is near. */
    void permitOnly(Collection<String> known, String what, String more) {
        permitOnly(known, List.of(), what, more);
    }

    /** As {@link #permitOnly(Collection, String, String)}; aliases are known, too, and messages do not list them. */
    void permitOnly(Collection<String> known, Collection<String> aliases, String what, String more) {
        for (String key : keys()) {
            if (!known.contains(key) && !aliases.contains(key)) {
                throw unknown(key, known, aliases, what, more);
            }
        }
    }

    private InputException unknown(String key, Collection<String> known, Collection<String> aliases, String what,
            String more) {
        List<String> near = new ArrayList<>(known);
        near.addAll(aliases);
        String hint = Nearest.hint(key, near);
        String all = (known.isEmpty() ? "It takes none" : "Known: " + String.join(", ", known)) + more;
        return at(key).problem("unknown " + what + " '" + key + "'", hint != null ? hint : all);
    }

    String text(String expectation) {
        if (!node.isTextual()) {
            throw mismatch(expectation);
        }
        return node.textValue();
    }

    boolean flag() {
        if (!node.isBoolean()) {
            throw mismatch("true or false");
        }
        return node.booleanValue();
    }

    /** One of some words. */
    String choice(Collection<String> words) {
        String expectation = words.size() == 1
                ? "\"" + words.iterator().next() + "\""
                : "one of " + String.join(", ", words);
        if (!node.isTextual() || !words.contains(node.textValue())) {
            throw problem("must be " + expectation + ", not " + quote(),
                    node.isTextual() ? Nearest.hint(node.textValue(), words) : null);
        }
        return node.textValue();
    }

    /** A finite number of float64. */
    double number(String expectation) {
        if (!node.isNumber()) {
            throw mismatch(expectation);
        }
        double value = node.doubleValue();
        if (Double.isInfinite(value)) {
            throw problem("must be " + expectation + ", but this is beyond the largest number of 64 bits", null);
        }
        return value;
    }

    /** A whole number; {@code 3.0} and {@code 1e3} are. */
    int integer(String expectation) {
        double value = number(expectation);
        if (value != Math.rint(value)) {
            throw mismatch(expectation);
        }
        if (value < Integer.MIN_VALUE || value > Integer.MAX_VALUE) {
            throw problem("must be " + expectation + ", but " + quote() + " is beyond the whole numbers of 32 bits", null);
        }
        return (int) value;
    }

    int integerFrom(int least) {
        String expectation = "a whole number of at least " + least;
        int value = integer(expectation);
        if (value < least) {
            throw mismatch(expectation);
        }
        return value;
    }

    /** The text of which it is a part. */
    ModelText whole() {
        return text;
    }

    /** The value as the file writes it, shortened if it is long. */
    String quote() {
        return quote(node);
    }

    /** A value as a file writes it, shortened if it is long. */
    static String quote(JsonNode node) {
        if (node.isContainerNode() && node.size() > 0) {
            return node.isArray() ? "a list" : "an object";
        }
        String written = node.toString();
        return written.length() <= LONGEST_QUOTE ? written : written.substring(0, LONGEST_QUOTE) + "…";
    }
}
