package org.fascicle.dashboard.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

import com.fasterxml.jackson.core.JsonGenerator;
import org.fascicle.dashboard.run.Archives;
import org.fascicle.dashboard.run.Curve;
import org.fascicle.dashboard.run.Run;
import org.fascicle.dashboard.run.Runs;

/** Trainings that run, and archives. */
final class RunRoutes implements Routes {
    private static final String ARCHIVE = "archive:";

    private final Runs runs;
    private final Archives archives;

    RunRoutes(Runs runs, Archives archives) {
        this.runs = runs;
        this.archives = archives;
    }

    @Override
    public Map<String, Function<Question, Answer>> gets() {
        return Map.of(
                "/api/runs", question -> list(),
                "/api/run", this::details,
                "/api/health", this::health,
                "/api/layers", this::layers,
                "/csv", this::csv);
    }

    @Override
    public Map<String, Function<Question, Answer>> posts() {
        return Map.of(
                "/api/stop", question -> of(question).map(run -> {
                    run.stop();
                    return Answer.said(run.state());
                }).orElseGet(Answer::nothing),
                "/api/checkpoint", question -> of(question).map(run -> Answer.said(run.checkpoint(archives.folder())))
                        .orElseGet(Answer::nothing));
    }

    private Optional<Run> of(Question question) {
        return runs.find(question.parameter("id"));
    }

    private Answer list() {
        return Answer.json(200, Json.object(json -> {
            json.writeStringField("folder", archives.folder().toString());
            json.writeArrayFieldStart("runs");
            for (Run run : runs.all()) {
                json.writeStartObject();
                write(json, run);
                json.writeEndObject();
            }
            for (String name : archives.names()) {
                json.writeStartObject();
                json.writeStringField("id", ARCHIVE + name);
                json.writeStringField("name", name);
                json.writeStringField("state", "archive");
                json.writeBooleanField("live", false);
                json.writeEndObject();
            }
            json.writeEndArray();
        }));
    }

    private static void write(JsonGenerator json, Run run) throws IOException {
        Run.Place place = run.place();
        json.writeStringField("id", run.id());
        json.writeStringField("name", run.name());
        json.writeStringField("state", run.state());
        json.writeBooleanField("live", run.isLive());
        json.writeStringField("archive", run.archive());
        json.writeNumberField("epoch", place.epoch());
        json.writeNumberField("epochs", place.epochs());
        json.writeNumberField("step", place.step());
        Json.number(json, "rate", place.samplesPerSecond());
    }

    private Answer details(Question question) {
        Optional<Run> found = of(question);
        if (found.isPresent()) {
            Run run = found.get();
            return Answer.json(200, Json.object(json -> {
                write(json, run);
                Json.curves(json, "epochCurves", run.epochs().points());
                Json.curves(json, "stepCurves", run.steps().points());
                Json.texts(json, "measures", run.health().keySet().stream().sorted().toList());
                Json.texts(json, "events", run.events());
            }));
        }
        return archived(question, name -> archives.curves(name).map(curves -> Answer.json(200, Json.object(json -> {
            json.writeStringField("id", ARCHIVE + name);
            json.writeStringField("name", name);
            json.writeStringField("state", "archive");
            json.writeBooleanField("live", false);
            Json.curves(json, "epochCurves", curves.points());
        }))));
    }

    private static Answer archived(Question question, Function<String, Optional<Answer>> use) {
        String id = question.parameter("id");
        return id.startsWith(ARCHIVE) ? use.apply(id.substring(ARCHIVE.length())).orElseGet(Answer::nothing) : Answer.nothing();
    }

    private Answer health(Question question) {
        return of(question).flatMap(run -> Optional.ofNullable(run.health().get(question.parameter("measure"))))
                .map(curves -> Answer.json(200, Json.object(json -> Json.curves(json, "curves", curves.points()))))
                .orElseGet(Answer::nothing);
    }

    private Answer layers(Question question) {
        Optional<Run> run = of(question);
        return run.isPresent() ? Answer.json(200, Described.layers(run.get().summary()))
                : archived(question, name -> archives.summary(name).map(summary -> Answer.json(200, Described.layers(summary))));
    }

    private Answer csv(Question question) {
        Optional<Run> run = of(question);
        if (run.isPresent()) {
            return csv(run.get().epochs().points());
        }
        return archived(question, name -> archives.curves(name).map(curves -> csv(curves.points())));
    }

    private static Answer csv(Map<String, Curve.Points> curves) {
        return new Answer(200, "text/csv; charset=utf-8", Csv.of("epoch", curves).getBytes(StandardCharsets.UTF_8),
                Map.of("Content-Disposition", "attachment; filename=\"run.csv\""));
    }
}
