package org.fascicle.dashboard.web;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

import com.fasterxml.jackson.core.JsonGenerator;
import org.fascicle.api.data.Rows;
import org.fascicle.dashboard.examine.Confusion;
import org.fascicle.dashboard.examine.Errands;
import org.fascicle.dashboard.examine.Example;
import org.fascicle.dashboard.examine.Picture;
import org.fascicle.dashboard.examine.Predicting;
import org.fascicle.dashboard.examine.Predictions;
import org.fascicle.dashboard.run.Subject;
import org.fascicle.dashboard.run.Subjects;

/** What networks predict, counted by classes, and rows that they confuse. */
final class PredictionRoutes implements Routes {
    private final Subjects subjects;
    private final Predicting predicting;
    private final Errands<Predictions> errands;

    PredictionRoutes(Subjects subjects, Predicting predicting, Errands<Predictions> errands) {
        this.subjects = subjects;
        this.predicting = predicting;
        this.errands = errands;
    }

    @Override
    public Map<String, Function<Question, Answer>> gets() {
        return Map.of(
                "/api/predictions", this::predictions,
                "/api/examples", this::examples);
    }

    @Override
    public Map<String, Function<Question, Answer>> posts() {
        return Map.of("/api/predictions", this::start);
    }

    private Answer start(Question question) {
        String id = question.parameter("id");
        return subjects.find(id).map(subject -> {
            long step = subject.step();
            errands.start(id, subject.stamp(), advance -> subject.look(model -> predicting.predict(model, step, advance)));
            return Answer.said("predicting");
        }).orElseGet(Answer::nothing);
    }

    // What a run predicted some steps ago says so; of an archive that was written anew, nothing is known.
    private Optional<Errands.Found<Predictions>> state(String id, Subject subject) {
        return subject.step() >= 0 ? errands.state(id) : errands.state(id, subject.stamp());
    }

    private Answer predictions(Question question) {
        String id = question.parameter("id");
        return subjects.find(id).map(subject -> Answer.json(200, Json.object(json -> {
            Optional<Errands.Found<Predictions>> state = state(id, subject);
            Json.found(json, state);
            Predictions found = state.map(Errands.Found::found).orElse(null);
            if (found != null) {
                json.writeStringField("rows", found.words());
                json.writeNumberField("step", found.step());
                Json.array(json, "outputs", found.outputs(), output -> write(json, output));
            }
        }))).orElseGet(Answer::nothing);
    }

    private static void write(JsonGenerator json, Confusion confusion) throws IOException {
        int classes = confusion.classes().size();
        json.writeStringField("name", confusion.output());
        Json.texts(json, "classes", confusion.classes());
        json.writeNumberField("unclear", confusion.unclearRows());
        json.writeArrayFieldStart("counts");
        for (int truth = 0; truth < classes; truth++) {
            json.writeStartArray();
            for (int predicted = 0; predicted < classes; predicted++) {
                json.writeNumber(confusion.count(truth, predicted));
            }
            json.writeEndArray();
        }
        json.writeEndArray();
    }

    private Answer examples(Question question) {
        String id = question.parameter("id");
        return subjects.find(id).flatMap(subject -> state(id, subject).map(Errands.Found::found)
                .flatMap(found -> found.outputs().stream().filter(output -> output.output().equals(question.parameter("output")))
                        .findFirst().map(output -> examples(question, subject, found, output))))
                .orElseGet(Answer::nothing);
    }

    private Answer examples(Question question, Subject subject, Predictions found, Confusion output) {
        int truth = number(question.parameter("truth"), output.classes());
        int predicted = number(question.parameter("predicted"), output.classes());
        if (truth < 0 || predicted < 0) {
            return Answer.nothing();
        }
        List<Confusion.Kept> kept = output.examples(truth, predicted);
        Rows rows = found.data(subject, predicting);
        return Answer.json(200, Json.object(json -> {
            json.writeNumberField("count", output.count(truth, predicted));
            Json.array(json, "examples", kept, each -> {
                Json.number(json, "probability", each.probability());
                write(json, Example.of(rows, each.row()));
            });
        }));
    }

    private static int number(String text, List<String> classes) {
        return text.matches("\\d{1,4}") && Integer.parseInt(text) < classes.size() ? Integer.parseInt(text) : -1;
    }

    private static void write(JsonGenerator json, Example example) throws IOException {
        json.writeNumberField("row", example.row());
        json.writeStringField("place", example.place());
        Json.array(json, "pictures", List.copyOf(example.pictures().entrySet()), entry -> {
            Picture picture = entry.getValue();
            json.writeStringField("name", entry.getKey());
            json.writeNumberField("width", picture.width());
            json.writeNumberField("height", picture.height());
            json.writeNumberField("channels", picture.channels());
            json.writeBinaryField("bytes", picture.bytes());
        });
        Json.array(json, "values", List.copyOf(example.values().entrySet()), value -> {
            json.writeStringField("name", value.getKey());
            json.writeStringField("value", value.getValue());
        });
    }
}
