package org.fascicle.app.verb;

import java.util.LinkedHashMap;
import java.util.Map;

import org.fascicle.api.training.History;
import org.fascicle.api.training.TechniqueChange;
import org.fascicle.app.console.JsonLines;

/** A training as JSON objects: one per epoch, and a last one. */
final class JsonView implements TrainingView {
    private final JsonLines lines;

    JsonView(JsonLines lines) {
        this.lines = lines;
    }

    @Override
    public void epochEnded(EpochReport epoch) {
        lines.object(json -> {
            json.writeNumberField("epoch", epoch.epoch());
            JsonLines.number(json, "loss", epoch.loss());
            JsonLines.numbers(json, "metrics", epoch.otherMetrics());
            JsonLines.number(json, "seconds", epoch.seconds());
        });
    }

    @Override
    public void techniquesChanged(TechniqueChange change) {
        lines.object(json -> {
            json.writeNumberField("techniques_changed_after_step", change.step());
            json.writeArrayFieldStart("replaced");
            for (TechniqueChange.Replacement replacement : change.replacements()) {
                json.writeStartObject();
                json.writeStringField("kind", replacement.kind().toString());
                json.writeStringField("name", replacement.name());
                json.writeStringField("from", replacement.from());
                json.writeStringField("to", replacement.to());
                JsonLines.texts(json, "differences", replacement.differences());
                json.writeEndObject();
            }
            json.writeEndArray();
            JsonLines.texts(json, "carried", change.carried());
            JsonLines.texts(json, "begun_anew", change.begunAnew());
            JsonLines.texts(json, "dropped", change.dropped());
        });
    }

    @Override
    public void result(Outcome outcome) {
        lines.object(json -> {
            json.writeNumberField("epochs", outcome.training().history().epochs());
            JsonLines.numbers(json, "metrics", kept(outcome));
            if (outcome.test() == null) {
                json.writeNullField("test");
            } else {
                json.writeObjectFieldStart("test");
                EvaluationPrinter.write(json, outcome.test(), outcome.classes());
                json.writeEndObject();
            }
            json.writeStringField("archive", outcome.archive() == null ? null : outcome.archive().toString());
            if (outcome.training().reason().isPresent()) {
                json.writeStringField("missing", outcome.training().reason().get());
            }
        });
    }

    // The metrics of the parameters that the network has now: of the best epoch if those were restored, else of the last.
    private static Map<String, Double> kept(Outcome outcome) {
        History history = outcome.training().history();
        int best = outcome.training().bestEpoch();
        int epoch = (best > 0 ? best : history.epochs()) - 1;
        Map<String, Double> metrics = new LinkedHashMap<>();
        if (epoch >= 0) {
            history.values().keySet().forEach(metric -> metrics.put(metric, history.value(metric, epoch)));
            // the history keeps it as well, for schedules
            metrics.remove("learning_rate");
        }
        return metrics;
    }
}
