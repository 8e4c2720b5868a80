package org.fascicle.app.console;

import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;

/** Writes JSON objects, one a line. A number that JSON does not have (NaN, infinity) becomes {@code null}. For one thread. */
public final class JsonLines {
    private static final JsonFactory JSON = new JsonFactory();

    private final PrintStream out;

    /** Writes the members of an object. */
    @FunctionalInterface
    public interface Members {
        /** Writes them. */
        void write(JsonGenerator json) throws IOException;
    }

    /** Lines on a stream. */
    public JsonLines(PrintStream out) {
        this.out = out;
    }

    /** Writes one object and the end of its line. */
    public void object(Members members) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            members.write(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        out.print(text + "\n");
        out.flush();
    }

    /** Writes an array of texts. */
    public static void texts(JsonGenerator json, String name, List<String> texts) throws IOException {
        json.writeArrayFieldStart(name);
        for (String text : texts) {
            json.writeString(text);
        }
        json.writeEndArray();
    }

    /** Writes a number, or {@code null} for one that JSON does not have. */
    public static void number(JsonGenerator json, String name, double value) throws IOException {
        json.writeFieldName(name);
        number(json, value);
    }

    /** Writes a number of an array. */
    public static void number(JsonGenerator json, double value) throws IOException {
        if (Double.isFinite(value)) {
            json.writeNumber(value);
        } else {
            json.writeNull();
        }
    }

    /** Writes a number of an array, with as many digits as a float has. */
    public static void number(JsonGenerator json, float value) throws IOException {
        if (Float.isFinite(value)) {
            json.writeNumber(value);
        } else {
            json.writeNull();
        }
    }

    /** Writes a number of an array, and what JSON has no number for as a text: "NaN", "Infinity", "-Infinity". */
    public static void exact(JsonGenerator json, float value) throws IOException {
        if (Float.isFinite(value)) {
            json.writeNumber(value);
        } else {
            json.writeString(Float.toString(value));
        }
    }

    /** Writes an element of an array. */
    @FunctionalInterface
    public interface Element {
        /** Writes the element of a number. */
        void write(JsonGenerator json, int number) throws IOException;
    }

    /** Writes a tensor, row-major, as arrays of arrays; one element for a shape without axes. */
    public static void tensor(JsonGenerator json, int[] extents, Element element) throws IOException {
        tensor(json, extents, 0, 0, element);
    }

    private static int tensor(JsonGenerator json, int[] extents, int axis, int first, Element element) throws IOException {
        if (axis == extents.length) {
            element.write(json, first);
            return first + 1;
        }
        int next = first;
        json.writeStartArray();
        for (int i = 0; i < extents[axis]; i++) {
            next = tensor(json, extents, axis + 1, next, element);
        }
        json.writeEndArray();
        return next;
    }

    /** Writes numbers by name, as members of the object at hand. */
    public static void numbers(JsonGenerator json, Map<String, Double> values) throws IOException {
        for (Map.Entry<String, Double> value : values.entrySet()) {
            number(json, value.getKey(), value.getValue());
        }
    }

    /** Writes an object of numbers. */
    public static void numbers(JsonGenerator json, String name, Map<String, Double> values) throws IOException {
        json.writeObjectFieldStart(name);
        numbers(json, values);
        json.writeEndObject();
    }
}
