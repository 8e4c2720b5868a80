package org.fascicle.dashboard.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

import com.fasterxml.jackson.core.JsonGenerator;
import org.fascicle.dashboard.run.Archives;
import org.fascicle.dashboard.run.Curve;
import org.fascicle.dashboard.run.Run;
import org.fascicle.dashboard.run.Runs;
import org.fascicle.dashboard.run.Strip;
import org.fascicle.dashboard.run.Subjects;

/** Trainings that run, and archives. */
final class RunRoutes implements Routes {
    private static final String ARCHIVE = Subjects.ARCHIVE;
    private static final int PLACES = 6;

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
                "/api/spread", this::spread,
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
                        .orElseGet(Answer::nothing),
                "/api/change", question -> of(question).map(run -> Answer.said(change(run, question)))
                        .orElseGet(Answer::nothing));
    }

    private static String change(Run run, Question question) {
        return question.query().containsKey("rate") ? run.changeRate(question.parameter("rate"))
                : run.changeOptimizer(question.parameter("optimizer"), question.parameter("options"));
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
                Json.texts(json, "spreads", run.spreads().measures());
                Json.array(json, "events", run.events(), event -> {
                    json.writeNumberField("step", event.step());
                    json.writeStringField("words", event.words());
                });
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

    private Answer spread(Question question) {
        Optional<Run> run = of(question);
        Map<String, Strip> places = run.map(found -> found.spreads().places(question.parameter("measure"))).orElse(Map.of());
        if (places.isEmpty()) {
            return Answer.nothing();
        }
        List<String> names = List.copyOf(places.keySet());
        String from = question.parameter("from");
        int first = from.matches("\\d{1,6}") ? Math.min(Integer.parseInt(from), names.size() - 1) : 0;
        return Answer.json(200, Json.object(json -> {
            Json.texts(json, "places", names);
            json.writeNumberField("omitted", run.get().spreads().omitted());
            Json.array(json, "strips", List.copyOf(places.entrySet()).subList(first, Math.min(names.size(), first + PLACES)),
                    place -> write(json, place.getKey(), place.getValue()));
        }));
    }

    private static void write(JsonGenerator json, String name, Strip strip) throws IOException {
        List<Strip.Column> columns = strip.columns();
        json.writeStringField("name", name);
        json.writeNumberField("width", strip.width());
        Json.numbers(json, "steps", columns.stream().mapToDouble(Strip.Column::step).toArray());
        Json.numbers(json, "least", columns.stream().mapToDouble(Strip.Column::least).toArray());
        Json.numbers(json, "greatest", columns.stream().mapToDouble(Strip.Column::greatest).toArray());
        json.writeArrayFieldStart("values");
        for (Strip.Column column : columns) {
            json.writeStartArray();
            for (float value : column.values()) {
                Json.number(json, value);
            }
            json.writeEndArray();
        }
        json.writeEndArray();
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
