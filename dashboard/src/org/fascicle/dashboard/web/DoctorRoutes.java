package org.fascicle.dashboard.web;

import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

import org.fascicle.api.doctor.Gain;
import org.fascicle.api.problem.InputException;
import org.fascicle.dashboard.doctor.Examinations;

/** Examinations of networks. */
final class DoctorRoutes implements Routes {
    private static final int LEAST = 10;
    private static final int MOST = 100_000;

    private final Examinations examinations;

    DoctorRoutes(Examinations examinations) {
        this.examinations = examinations;
    }

    @Override
    public Map<String, Function<Question, Answer>> gets() {
        return Map.of("/api/doctor", question -> status());
    }

    @Override
    public Map<String, Function<Question, Answer>> posts() {
        return Map.of(
                "/api/doctor", question -> {
                    examinations.examine(question.parameter("name"), ModelRoutes.body(question),
                            number(question, "steps", LEAST, MOST));
                    return Answer.said("the network is examined");
                },
                "/api/doctor/try", question -> {
                    examinations.attempt(number(question, "finding", 0, MOST));
                    return Answer.said("the change is tried");
                },
                "/api/doctor/cancel", question -> {
                    examinations.cancel();
                    return Answer.said("the examination is asked to end");
                });
    }

    /** A whole number among the parameters. */
    static int number(Question question, String name, int least, int most) {
        String text = question.parameter(name);
        try {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // As if it were too large.
        }
        throw new InputException(name, null, "must be a whole number from " + least + " to " + most + ", not '" + text + "'",
                null);
    }

    private Answer status() {
        Examinations.Status status = examinations.status();
        return Answer.json(200, Json.object(json -> {
            json.writeBooleanField("there", examinations.isThere());
            json.writeStringField("state", status.state().name().toLowerCase(Locale.ROOT));
            json.writeStringField("name", status.name());
            json.writeNumberField("steps", status.steps());
            json.writeNumberField("seconds", status.seconds());
            json.writeStringField("problem", status.problem());
            Json.texts(json, "unseen", status.unseen());
            json.writeArrayFieldStart("findings");
            for (Examinations.Found found : status.found()) {
                json.writeStartObject();
                json.writeStringField("name", found.diagnosis().name());
                json.writeStringField("evidence", found.diagnosis().evidence());
                json.writeStringField("remedy", found.diagnosis().remedy());
                Json.texts(json, "lines", found.lines());
                json.writeStringField("changed", found.changed());
                Gain gain = found.gain();
                json.writeBooleanField("tried", gain != null);
                if (gain != null) {
                    json.writeStringField("measure", gain.measure());
                    Json.number(json, "before", gain.before());
                    Json.number(json, "after", gain.after());
                }
                json.writeEndObject();
            }
            json.writeEndArray();
        }));
    }
}
