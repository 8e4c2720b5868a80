package org.fascicle.core.model;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.fascicle.api.problem.InputException;

/** Strict JSON: text to tree and back, within bounds, no key twice. No class is ever bound to it. Safe for any thread. */
final class JsonText {
    /** How deep objects and lists may be nested. */
    static final int DEEPEST = 100;

    private static final int LONGEST_DOCUMENT = 16 << 20;
    private static final int LONGEST_TEXT = 1 << 20;
    /** Read as a number of 64 bits, it is infinite. */
    private static final BigDecimal BEYOND = new BigDecimal("1e999");
    private static final Pattern DUPLICATE = Pattern.compile("Duplicate [^\"']*[\"'](.*)[\"']", Pattern.DOTALL);

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(DEEPEST)
                    .maxDocumentLength(LONGEST_DOCUMENT).maxStringLength(LONGEST_TEXT).build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private JsonText() {}

    /**
     * Reads a document.
     *
     * @throws InputException if it is empty or no JSON; says in which line
     */
    static JsonNode parse(String text, String source) {
        String plain = text.startsWith("\uFEFF") ? text.substring(1) : text;
        if (plain.isBlank()) {
            throw new InputException(source, null, "the file is empty",
                    "A model file is one JSON object: { \"fascicle\": 1, … }");
        }
        try {
            return MAPPER.readTree(plain);
        } catch (JsonProcessingException e) {
            throw problem(e, source);
        }
    }

    /** Reads a value where JSON may stand, but need not. */
    static JsonNode parseOrText(String text) {
        try {
            JsonNode node = MAPPER.readTree(text);
            return node.isMissingNode() ? MAPPER.getNodeFactory().textNode(text) : node;
        } catch (JsonProcessingException e) {
            return MAPPER.getNodeFactory().textNode(text);
        }
    }

    /** Writes a tree in one layout, whatever the platform. */
    static String format(JsonNode node) {
        DefaultIndenter lines = new DefaultIndenter("  ", "\n");
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
        printer.indentObjectsWith(lines);
        printer.indentArraysWith(lines);
        try {
            return MAPPER.writer(printer).writeValueAsString(written(node)) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree that was read cannot be written", e);
        }
    }

    // A number beyond 64 bits stays one, so that who reads it says what is wrong; Jackson would write the text "Infinity".
    private static JsonNode written(JsonNode node) {
        if (node.isObject()) {
            ObjectNode copy = MAPPER.createObjectNode();
            node.fields().forEachRemaining(field -> copy.set(field.getKey(), written(field.getValue())));
            return copy;
        } else if (node.isArray()) {
            ArrayNode copy = MAPPER.createArrayNode();
            node.forEach(item -> copy.add(written(item)));
            return copy;
        } else if (node.isDouble() && Double.isInfinite(node.doubleValue())) {
            return MAPPER.getNodeFactory().numberNode(node.doubleValue() > 0 ? BEYOND : BEYOND.negate());
        }
        return node;
    }

    /** The tree of values: maps with text keys, lists, texts, numbers, truth values, null. */
    static JsonNode tree(Map<String, ?> values) {
        try {
            return MAPPER.valueToTree(plain(values));
        } catch (IllegalArgumentException e) {
            throw new InputException("the definition's values are no JSON: " + e.getMessage());
        }
    }

    // Jackson never sees a class that it does not know: its caches would hold the class's loader.
    private static Object plain(Object value) {
        if (value instanceof Double && !Double.isFinite((Double) value)
                || value instanceof Float && !Float.isFinite((Float) value)) {
            throw new InputException("a definition's numbers are finite, and not " + value);
        } else if (value instanceof Map) {
            Map<String, Object> copy = new LinkedHashMap<>();
            ((Map<?, ?>) value).forEach((key, inner) -> copy.put(String.valueOf(key), plain(inner)));
            return copy;
        } else if (value instanceof Collection) {
            List<Object> copy = new ArrayList<>();
            ((Collection<?>) value).forEach(inner -> copy.add(plain(inner)));
            return copy;
        } else if (value == null || value instanceof Boolean || value instanceof String || value instanceof Integer
                || value instanceof Long || value instanceof Double) {
            return value;
        } else if (value instanceof Short || value instanceof Byte) {
            return ((Number) value).intValue();
        } else if (value instanceof Float) {
            return Double.parseDouble(value.toString());
        }
        throw new InputException(
                "a definition holds maps, lists, texts, numbers and truth values, not " + value.getClass().getName());
    }

    /** The values of a tree. */
    @SuppressWarnings("unchecked")
    static Map<String, Object> values(JsonNode tree) {
        try {
            return MAPPER.treeToValue(tree, Map.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree that was read cannot be made into values", e);
        }
    }

    private static InputException problem(JsonProcessingException e, String source) {
        JsonLocation location = e.getLocation();
        String place = location == null || location.getLineNr() < 1
                ? null
                : "line " + location.getLineNr() + ", column " + location.getColumnNr();
        String message = e.getOriginalMessage();
        Matcher duplicate = DUPLICATE.matcher(message);
        if (e instanceof StreamConstraintsException) {
            return new InputException(source, place, message.contains("nesting")
                    ? "objects and lists are nested deeper than " + DEEPEST + " levels"
                    : "the file, or a number or text in it, is too long for a model file", null);
        } else if (duplicate.find()) {
            return new InputException(source, place, "the key '" + duplicate.group(1) + "' is there twice in one object",
                    "Remove one of them");
        } else if (e instanceof JsonEOFException) {
            return new InputException(source, place, "the file is no complete JSON: it ends too early",
                    "Is a closing brace, bracket or quote missing?");
        }
        return new InputException(source, place, "the file is no JSON: " + withoutSettings(message), null);
    }

    // Jackson's messages have character codes, and settings that a programmer could choose; neither helps a user.
    private static String withoutSettings(String message) {
        return message.replaceAll(" \\(code [0-9]+\\)|, code [0-9]+(?=\\))", "")
                .replaceFirst("(?s): enable `.*| \\(not recognized.*", "");
    }
}
