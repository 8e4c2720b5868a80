package org.fascicle.dashboard.web;

import java.util.Comparator;
import java.util.Map;
import java.util.function.Function;

import org.fascicle.api.Fascicle;
import org.fascicle.api.technique.TechniqueType;
import org.fascicle.api.technique.Techniques;

/** What is installed. */
final class TechniqueRoutes implements Routes {
    private final Techniques techniques;
    private final Drawing drawing;

    TechniqueRoutes(Fascicle fascicle, Techniques techniques) {
        this.techniques = techniques;
        this.drawing = new Drawing(fascicle);
    }

    @Override
    public Map<String, Function<Question, Answer>> gets() {
        return Map.of(
                "/api/techniques", question -> techniques(),
                "/api/drawing", this::draw);
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
}
