package org.fascicle.app.verb;

import java.util.LinkedHashMap;
import java.util.Map;

import org.fascicle.api.training.History;
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
    public void result(Outcome outcome) {
        lines.object(json -> {
            json.writeNumberField("epochs", outcome.training().history().epochs());
            JsonLines.numbers(json, "metrics", kept(outcome));
            if (outcome.test() == null) {
                json.writeNullField("test");
            } else {
                json.writeObjectFieldStart("test");
                EvaluationPrinter.write(json, outcome.test());
                json.writeEndObject();
            }
            json.writeStringField("archive", outcome.archive() == null ? null : outcome.archive().toString());
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
