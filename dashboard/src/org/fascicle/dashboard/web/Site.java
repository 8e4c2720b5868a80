package org.fascicle.dashboard.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;

import com.fasterxml.jackson.core.JsonGenerator;
import org.fascicle.api.Fascicle;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.problem.StateException;
import org.fascicle.api.technique.TechniqueType;
import org.fascicle.api.technique.Techniques;
import org.fascicle.dashboard.run.Archives;
import org.fascicle.dashboard.run.Curve;
import org.fascicle.dashboard.run.Run;
import org.fascicle.dashboard.run.Runs;

/** Answers requests: pages, and what they ask for as JSON. Safe for any thread. */
public final class Site {
    private static final Logger LOG = Logger.getLogger(Site.class.getName());
    private static final String ARCHIVE = "archive:";

    private final Gate gate;
    private final Runs runs;
    private final Archives archives;
    private final Techniques techniques;
    private final Drawing drawing;
    private final Map<String, Function<Question, Answer>> gets = new LinkedHashMap<>();
    private final Map<String, Function<Question, Answer>> posts = new LinkedHashMap<>();

    /** A site. */
    public Site(Gate gate, Runs runs, Archives archives, Fascicle fascicle, Techniques techniques) {
        this.gate = gate;
        this.runs = runs;
        this.archives = archives;
        this.techniques = techniques;
        this.drawing = new Drawing(fascicle);
        gets.put("/api/runs", question -> list());
        gets.put("/api/run", this::details);
        gets.put("/api/health", this::health);
        gets.put("/api/layers", this::layers);
        gets.put("/api/techniques", question -> techniques());
        gets.put("/api/drawing", this::draw);
        gets.put("/csv", this::csv);
        posts.put("/api/stop", question -> of(question).map(run -> {
            run.stop();
            return said(run.state());
        }).orElseGet(Site::nothing));
        posts.put("/api/checkpoint", question -> of(question).map(run -> said(run.checkpoint(archives.folder())))
                .orElseGet(Site::nothing));
    }

    /** The answer to a request, whoever asks. */
    public Answer answer(Question question) {
        Optional<Answer> refused = gate.refusal(question);
        return refused.isPresent() ? refused.get() : admitted(question);
    }

    private Answer admitted(Question question) {
        Function<Question, Answer> known = (question.method().equals("POST") ? posts : gets).get(question.path());
        if (known == null) {
            boolean other = (question.method().equals("POST") ? gets : posts).containsKey(question.path());
            return other ? Answer.empty(405)
                    : question.method().equals("GET") ? Pages.answer(question.path()).orElseGet(Site::nothing) : nothing();
        }
        try {
            return known.apply(question);
        } catch (InputException | StateException e) {
            return failed(409, String.valueOf(e.getMessage()));
        } catch (RuntimeException | LinkageError e) {
            LOG.log(Level.WARNING, "the dashboard cannot answer " + question.path(), e);
            return failed(500, "internal error; the log of the process says more");
        }
    }

    private static Answer nothing() {
        return Answer.empty(404);
    }

    private static Answer failed(int status, String message) {
        return Answer.json(status, Json.object(json -> json.writeStringField("error", message)));
    }

    private static Answer said(String words) {
        return Answer.json(200, Json.object(json -> json.writeStringField("said", words)));
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
        return id.startsWith(ARCHIVE) ? use.apply(id.substring(ARCHIVE.length())).orElseGet(Site::nothing) : nothing();
    }

    private Answer health(Question question) {
        return of(question).flatMap(run -> Optional.ofNullable(run.health().get(question.parameter("measure"))))
                .map(curves -> Answer.json(200, Json.object(json -> Json.curves(json, "curves", curves.points()))))
                .orElseGet(Site::nothing);
    }

    private Answer layers(Question question) {
        Optional<Run> run = of(question);
        return run.isPresent() ? Answer.json(200, Described.layers(run.get().summary()))
                : archived(question, name -> archives.summary(name).map(summary -> Answer.json(200, Described.layers(summary))));
    }

    private Answer techniques() {
        return Answer.json(200, Described.techniques(techniques.all().stream()
                .sorted(Comparator.comparing((TechniqueType type) -> type.kind().toString())
                        .thenComparing(TechniqueType::qualifiedName))
                .toList()));
    }

    private Answer draw(Question question) {
        return Answer.json(200, Json.object(json -> Json.curves(json, "curves",
                Map.of(question.parameter("name"), drawing.activation(question.parameter("name"))))));
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
