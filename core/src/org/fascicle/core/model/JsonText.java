package org.fascicle.core.model;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
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
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;

import org.fascicle.api.problem.InputException;
import org.fascicle.core.json.JsonTree;

/** Strict JSON: text to tree and back, within bounds, no key twice. No class is ever bound to it. Safe for any thread. */
final class JsonText {
    /** How deep objects and lists may be nested. */
    static final int DEEPEST = 100;

    private static final int LONGEST_DOCUMENT = 16 << 20;
    private static final int LONGEST_TEXT = 1 << 20;
    private static final Pattern DUPLICATE = Pattern.compile("Duplicate [^\"']*[\"'](.*)[\"']", Pattern.DOTALL);

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(DEEPEST)
                    .maxDocumentLength(LONGEST_DOCUMENT).maxStringLength(LONGEST_TEXT).build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
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
            return JsonTree.read(JSON.createParser(plain));
        } catch (JsonProcessingException e) {
            throw problem(e, source);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads a value where JSON may stand, but need not. */
    static JsonNode parseOrText(String text) {
        try {
            JsonNode node = JsonTree.read(JSON.createParser(text));
            return node.isMissingNode() ? TextNode.valueOf(text) : node;
        } catch (JsonProcessingException e) {
            return TextNode.valueOf(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes a tree in one layout, whatever the platform. */
    static String format(JsonNode node) {
        DefaultIndenter lines = new DefaultIndenter("  ", "\n");
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
        printer.indentObjectsWith(lines);
        printer.indentArraysWith(lines);
        StringWriter text = new StringWriter();
        try {
            JsonTree.write(node, JSON.createGenerator(text).setPrettyPrinter(printer));
        } catch (IOException e) {
            throw new IllegalStateException("a tree that was read cannot be written", e);
        }
        return text + "\n";
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

    // Jackson tells of character codes, and of settings that a programmer could choose; neither helps a user.
    private static String withoutSettings(String message) {
        return message.replaceAll(" \\(code [0-9]+\\)|, code [0-9]+(?=\\))", "")
                .replaceFirst("(?s): enable `.*| \\(not recognized.*", "");
    }
}
