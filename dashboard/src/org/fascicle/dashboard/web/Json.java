package org.fascicle.dashboard.web;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import org.fascicle.dashboard.examine.Errands;
import org.fascicle.dashboard.run.Curve;

/** Writes JSON. A number that JSON does not have (NaN, infinity) becomes {@code null}. */
final class Json {
    private static final JsonFactory JSON = new JsonFactory();

    private Json() {}

    @FunctionalInterface
    interface Members {
        void write(JsonGenerator json) throws IOException;
    }

    /** Writes the members of an object for a thing. */
    @FunctionalInterface
    interface Each<T> {
        void write(T thing) throws IOException;
    }

    static String object(Members members) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            members.write(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    static void number(JsonGenerator json, String name, double value) throws IOException {
        json.writeFieldName(name);
        number(json, value);
    }

    static void number(JsonGenerator json, double value) throws IOException {
        if (value == Math.rint(value) && Math.abs(value) < 1e15) {
            json.writeNumber((long) value);
        } else if (Double.isFinite(value)) {
            json.writeNumber(value);
        } else {
            json.writeNull();
        }
    }

    static void texts(JsonGenerator json, String name, List<String> texts) throws IOException {
        json.writeArrayFieldStart(name);
        for (String text : texts) {
            json.writeString(text);
        }
        json.writeEndArray();
    }

    /** An array of objects. */
    static <T> void array(JsonGenerator json, String name, List<T> things, Each<T> members) throws IOException {
        json.writeArrayFieldStart(name);
        for (T thing : things) {
            json.writeStartObject();
            members.write(thing);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /** How a piece of work is: {@code state} is none, working, failed or done. */
    static <T> void found(JsonGenerator json, Optional<Errands.Found<T>> state) throws IOException {
        if (state.isEmpty()) {
            json.writeStringField("state", "none");
            return;
        }
        Errands.Found<T> now = state.get();
        json.writeStringField("state", now.isAtWork() ? "working" : now.problem() == null ? "done" : "failed");
        json.writeNumberField("part", now.part());
        json.writeNumberField("all", now.all());
        if (now.problem() != null) {
            json.writeStringField("problem", now.problem());
        }
    }

    /** An array of objects with {@code name}, {@code x} and {@code y}. */
    static void curves(JsonGenerator json, String name, Map<String, Curve.Points> curves) throws IOException {
        json.writeArrayFieldStart(name);
        for (Map.Entry<String, Curve.Points> curve : curves.entrySet()) {
            json.writeStartObject();
            json.writeStringField("name", curve.getKey());
            numbers(json, "x", curve.getValue().xs());
            numbers(json, "y", curve.getValue().ys());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    static void numbers(JsonGenerator json, String name, double[] numbers) throws IOException {
        json.writeArrayFieldStart(name);
        for (double number : numbers) {
            // To draw, the digits of a float are enough, and they are half as many.
            double size = Math.abs(number);
            if (number != Math.rint(number) && size > Float.MIN_NORMAL && size < Float.MAX_VALUE) {
                json.writeNumber((float) number);
            } else {
                number(json, number);
            }
        }
        json.writeEndArray();
    }
}
