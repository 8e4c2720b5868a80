package org.fascicle.app.verb;

import java.io.IOException;
import java.io.PrintStream;

import com.fasterxml.jackson.core.JsonGenerator;
import org.fascicle.app.console.JsonLines;

/**
 * Writes predictions as JSON, an object a line; of a model with several outputs, an object for each in it. Outputs are lists within
 * lists, as their shape has it. What JSON has no number for is a text: "NaN", "Infinity", "-Infinity". For one thread.
 */
final class PredictionLines implements PredictionView {
    private final JsonLines lines;

    PredictionLines(PrintStream out) {
        lines = new JsonLines(out);
    }

    @Override
    public void row(PredictedRow row) {
        lines.object(json -> write(json, row));
    }

    @Override
    public void end() {}

    private static void write(JsonGenerator json, PredictedRow row) throws IOException {
        json.writeNumberField("row", row.row());
        if (row.id() != null) {
            json.writeStringField("id", row.id());
        }
        if (row.outputs().size() == 1) {
            write(json, row.outputs().get(0));
            return;
        }
        json.writeObjectFieldStart("outputs");
        for (Prediction output : row.outputs()) {
            json.writeObjectFieldStart(output.port().name());
            write(json, output);
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Prediction output) throws IOException {
        if (output.label() >= 0) {
            write(json, output, "label", output.label());
        }
        boolean distributed = output.isDistribution();
        switch (output.sort()) {
            case CLASS, TWO_CLASSES -> {
                int best = output.best();
                write(json, output, "predicted", best);
                if (distributed) {
                    json.writeNumberField("probability", output.score(best));
                }
                if (output.sort() == Prediction.Sort.TWO_CLASSES && distributed) {
                    probabilities(json, output);
                }
            }
            case LABELS -> {
                int[] chosen = output.chosen();
                json.writeFieldName("predicted");
                json.writeArray(chosen, 0, chosen.length);
                json.writeArrayFieldStart("predicted_name");
                for (int label : chosen) {
                    json.writeString(output.name(label));
                }
                json.writeEndArray();
            }
            case VALUES -> {}
        }
        int[] extents = output.port().shape().toArray();
        float[] deviations = output.deviations();
        json.writeFieldName(deviations == null ? "output" : "mean");
        tensor(json, extents, output.outputs());
        if (deviations != null) {
            json.writeFieldName("std");
            tensor(json, extents, deviations);
            if (distributed) {
                JsonLines.number(json, "entropy", output.entropy());
            }
        }
    }

    // The only number of two classes is that of the second one: this says whose.
    private static void probabilities(JsonGenerator json, Prediction output) throws IOException {
        json.writeObjectFieldStart("probabilities");
        for (int label = 0; label < output.scored(); label++) {
            json.writeNumberField(output.name(label), output.score(label));
        }
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Prediction output, String field, int label) throws IOException {
        json.writeNumberField(field, label);
        if (!output.classes().isEmpty()) {
            json.writeStringField(field + "_name", output.name(label));
        }
    }

    private static void tensor(JsonGenerator json, int[] extents, float[] values) throws IOException {
        JsonLines.tensor(json, extents, (to, number) -> JsonLines.exact(to, values[number]));
    }
}
