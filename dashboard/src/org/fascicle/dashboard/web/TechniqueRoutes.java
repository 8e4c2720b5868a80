package org.fascicle.dashboard.web;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

import org.fascicle.api.curve.TechniqueCurve;
import org.fascicle.api.curve.TechniqueCurves;
import org.fascicle.api.technique.Kind;
import org.fascicle.api.technique.TechniqueType;
import org.fascicle.api.technique.Techniques;
import org.fascicle.dashboard.run.Curve;

/** What is installed, and what it looks like. */
final class TechniqueRoutes implements Routes {
    private static final String OPTION = "option.";
    private static final int POINTS = 241;
    private static final double END = 6;
    private static final int MOST_EPOCHS = 100_000;

    private final Techniques techniques;
    private final TechniqueCurves curves;

    TechniqueRoutes(Techniques techniques, TechniqueCurves curves) {
        this.techniques = techniques;
        this.curves = curves;
    }

    @Override
    public Map<String, Function<Question, Answer>> gets() {
        return Map.of(
                "/api/techniques", question -> techniques(),
                "/api/technique",
                question -> find(question).map(type -> Answer.json(200, Described.technique(type)))
                        .orElseGet(Answer::nothing),
                "/api/drawing", question -> find(question).filter(type -> TechniqueCurves.draws(type.kind()))
                        .map(type -> draw(type, question)).orElseGet(Answer::nothing));
    }

    private Answer techniques() {
        return Answer.json(200, Described.techniques(techniques.all().stream()
                .sorted(Comparator.comparing((TechniqueType type) -> type.kind().toString())
                        .thenComparing(TechniqueType::qualifiedName))
                .toList()));
    }

    private Optional<TechniqueType> find(Question question) {
        return techniques.all().stream().filter(type -> type.kind().toString().equals(question.parameter("kind"))
                && type.qualifiedName().equals(question.parameter("name"))
                && type.version().equals(question.parameter("version"))).findFirst();
    }

    private Answer draw(TechniqueType type, Question question) {
        Map<String, String> options = new LinkedHashMap<>();
        question.query().forEach((name, value) -> {
            if (name.startsWith(OPTION) && !value.isBlank()) {
                options.put(name.substring(OPTION.length()), value.strip());
            }
        });
        TechniqueCurve curve = type.kind() == Kind.ACTIVATION
                ? curves.activation(type, options,
                        IntStream.range(0, POINTS).mapToDouble(i -> END * (2.0 * i / (POINTS - 1) - 1)).toArray())
                : curves.schedule(type, options, DoctorRoutes.number(question, "epochs", 1, MOST_EPOCHS), POINTS);
        Map<String, Curve.Points> lines = new LinkedHashMap<>();
        curve.lines().forEach((name, values) -> lines.put(name, new Curve.Points(curve.at(), values)));
        return Answer.json(200, Json.object(json -> {
            json.writeStringField("reason", curve.reason().orElse(null));
            Json.curves(json, "curves", lines);
        }));
    }
}
