package org.fascicle.app.compare;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.fascicle.api.metric.Direction;
import org.fascicle.api.metric.Metric;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.problem.Nearest;
import org.fascicle.api.technique.Kind;
import org.fascicle.api.technique.OptionException;
import org.fascicle.api.technique.TechniqueType;
import org.fascicle.api.technique.Techniques;
import org.jspecify.annotations.Nullable;

/**
 * By what variants are judged.
 *
 * @param metric its name in an evaluation
 * @param more whether more of it is better
 */
public record Criterion(String metric, boolean more) {
    private static final String LOSS = "loss";
    private static final String SNAKE_CASE = "([a-z][a-z0-9_.]*:)?[a-z][a-z0-9_]*";

    /**
     * The criterion that was named, or the first of the definition's metrics that says which way is better, or the loss.
     *
     * @throws InputException if the definition has no metric of that name, or it does not say which way is better
     */
    public static Criterion of(Techniques techniques, Map<String, Object> definition, @Nullable String named) {
        Map<String, Direction> known = new LinkedHashMap<>();
        collect(techniques, definition.get("metrics"), "", known);
        collect(techniques, definition.get("weighted_metrics"), "", known);
        known.put(LOSS, Direction.DOWN);
        if (definition.get(LOSS) instanceof Map<?, ?> losses && definition.containsKey("outputs")) {
            losses.keySet().forEach(output -> known.put(output + "_" + LOSS, Direction.DOWN));
        }
        String metric = named != null ? named
                : known.keySet().stream().filter(each -> known.get(each) != Direction.NONE).findFirst().orElse(LOSS);
        Direction direction = known.get(metric);
        if (direction == null) {
            String hint = Nearest.hint(metric, known.keySet());
            throw new InputException("--by " + metric, null, "the model file has no such metric",
                    hint != null ? hint : "There are: " + String.join(", ", known.keySet()));
        } else if (direction == Direction.NONE) {
            throw new InputException("--by " + metric, null, "the metric does not say whether more of it is better",
                    "Say --by loss, or name another one");
        }
        return new Criterion(metric, direction == Direction.UP);
    }

    /** Which of two numbers is better comes first. */
    int compare(double one, double other) {
        return more ? Double.compare(other, one) : Double.compare(one, other);
    }

    private static void collect(Techniques techniques, @Nullable Object metrics, String output, Map<String, Direction> known) {
        if (metrics instanceof Map<?, ?> map && output.isEmpty() && map.values().stream().allMatch(List.class::isInstance)) {
            map.forEach((name, list) -> collect(techniques, list, name + "_", known));
            return;
        }
        for (Object each : metrics instanceof List<?> list ? list : metrics == null ? List.of() : List.of(metrics)) {
            String name = each instanceof Map<?, ?> map ? String.valueOf(map.keySet().iterator().next()) : String.valueOf(each);
            TechniqueType type = type(techniques, name);
            // As a history calls it: by the technique's own name where the file has that of a class.
            String reported = type == null || name.matches(SNAKE_CASE) ? name.substring(name.indexOf(':') + 1) : type.name();
            known.putIfAbsent(output + reported, direction(type));
        }
    }

    private static @Nullable TechniqueType type(Techniques techniques, String name) {
        return techniques.all().stream().filter(type -> type.kind() == Kind.METRIC && type.isCalled(name)).findFirst()
                .orElse(null);
    }

    private static Direction direction(@Nullable TechniqueType type) {
        try {
            return type == null ? Direction.NONE : ((Metric) type.create(Map.of())).direction();
        } catch (OptionException | IllegalStateException | LinkageError e) {
            // Not without options: then nothing is known.
            return Direction.NONE;
        }
    }
}
