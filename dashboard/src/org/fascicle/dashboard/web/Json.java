package org.fascicle.dashboard.web;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import org.fascicle.dashboard.run.Curve;

/** Writes JSON. A number that JSON does not have (NaN, infinity) becomes {@code null}. */
final class Json {
    private static final JsonFactory JSON = new JsonFactory();

    private Json() {}

    @FunctionalInterface
    interface Members {
        void write(JsonGenerator json) throws IOException;
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

    private static void number(JsonGenerator json, double value) throws IOException {
        if (Double.isFinite(value)) {
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

    private static void numbers(JsonGenerator json, String name, double[] numbers) throws IOException {
        json.writeArrayFieldStart(name);
        for (double number : numbers) {
            number(json, number);
        }
        json.writeEndArray();
    }
}
