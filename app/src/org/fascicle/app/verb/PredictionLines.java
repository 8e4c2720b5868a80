package org.fascicle.app.verb;

import java.io.IOException;
import java.io.PrintStream;

import com.fasterxml.jackson.core.JsonGenerator;
import org.fascicle.app.console.JsonLines;

/**
 * Writes predictions as JSON, an object a line. Outputs are lists within lists, as their shape has it. What JSON has no number for is
 * a text: "NaN", "Infinity", "-Infinity". For one thread.
 */
final class PredictionLines implements PredictionView {
    private final JsonLines lines;

    PredictionLines(PrintStream out) {
        lines = new JsonLines(out);
    }

    @Override
    public void row(Prediction prediction) {
        lines.object(json -> write(json, prediction));
    }

    @Override
    public void end() {}

    private static void write(JsonGenerator json, Prediction prediction) throws IOException {
        json.writeNumberField("row", prediction.row());
        if (prediction.id() != null) {
            json.writeStringField("id", prediction.id());
        }
        if (prediction.label() >= 0) {
            write(json, prediction, "label", prediction.label());
        }
        boolean distributed = prediction.isDistribution();
        if (prediction.isOfClasses()) {
            int best = prediction.best();
            write(json, prediction, "predicted", best);
            if (distributed) {
                json.writeNumberField("probability", prediction.score(best));
            }
        }
        int[] extents = prediction.port().shape().toArray();
        float[] deviations = prediction.deviations();
        json.writeFieldName(deviations == null ? "output" : "mean");
        tensor(json, extents, prediction.outputs());
        if (deviations != null) {
            json.writeFieldName("std");
            tensor(json, extents, deviations);
            if (distributed) {
                JsonLines.number(json, "entropy", prediction.entropy());
            }
        }
    }

    private static void write(JsonGenerator json, Prediction prediction, String field, int label) throws IOException {
        json.writeNumberField(field, label);
        if (!prediction.classes().isEmpty()) {
            json.writeStringField(field + "_name", prediction.name(label));
        }
    }

    private static void tensor(JsonGenerator json, int[] extents, float[] values) throws IOException {
        JsonLines.tensor(json, extents, (to, number) -> JsonLines.exact(to, values[number]));
    }
}
