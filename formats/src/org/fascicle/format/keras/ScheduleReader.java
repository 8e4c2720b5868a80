package org.fascicle.format.keras;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** Makes schedules of Keras's, which count steps, and say so here. */
final class ScheduleReader {
    private static final Map<String, String> COMMON = Map.of("initial_learning_rate", "initial");
    /** By Keras's class: our technique, and our options by Keras's. */
    private static final Map<String, Equal> EQUALS = Map.of(
            "ExponentialDecay", Equal.of("exponential", "decay_steps every", "decay_rate factor", "staircase staircase"),
            "InverseTimeDecay", Equal.of("power", "decay_steps every", "decay_rate rate", "staircase staircase"),
            "PolynomialDecay",
            Equal.of("polynomial", "decay_steps over", "end_learning_rate end", "power power", "cycle cycle"),
            "CosineDecay", Equal.of("cosine", "decay_steps over", "alpha alpha", "warmup_target .", "warmup_steps ."),
            "CosineDecayRestarts",
            Equal.of("cosine_restarts", "first_decay_steps first", "t_mul t_mul", "m_mul m_mul", "alpha alpha"),
            "PiecewiseConstantDecay", Equal.of("piecewise_constant", "boundaries boundaries", "values values"));
    /** What is looked at by itself. */
    private static final String APART = ".";

    private final TechniqueReader techniques;

    ScheduleReader(TechniqueReader techniques) {
        this.techniques = techniques;
    }

    /** What stands for a class of Keras's. */
    private record Equal(String name, Map<String, String> options) {
        static Equal of(String name, String... pairs) {
            Map<String, String> options = new LinkedHashMap<>(COMMON);
            for (String pair : pairs) {
                String[] words = pair.split(" ");
                options.put(words[0], words[1]);
            }
            return new Equal(name, options);
        }
    }

    /** A schedule as our model files write it. */
    Map<String, Object> read(JsonNode node, String where) {
        String type = techniques.type(node, where);
        Equal equal = EQUALS.get(type);
        if (equal == null) {
            throw techniques.problem(where, "the schedule " + type + " has no equal here", null);
        }
        JsonNode config = node.path("config");
        Map<String, Object> options = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> field : config.properties()) {
            String ours = equal.options().get(field.getKey());
            if (ours == null && !Set.of("name").contains(field.getKey())) {
                throw techniques.problem(where + "/" + field.getKey(), TechniqueReader.shortened(field.getValue())
                        + " has no equal here: the schedule '" + equal.name() + "' has no such option", null);
            } else if (ours != null && !ours.equals(APART) && !field.getValue().isNull()) {
                options.put(ours, plain(field.getValue(), where + "/" + field.getKey()));
            }
        }
        options.put("unit", "step");
        return type.equals("CosineDecay") ? warmed(config, options, where) : Map.of(equal.name(), options);
    }

    /** Keras's cosine has a warm-up of its own, which is a technique around it here. */
    private Map<String, Object> warmed(JsonNode config, Map<String, Object> cosine, String where) {
        JsonNode target = config.path("warmup_target");
        if (target.isNull() || target.isMissingNode()) {
            return Map.of("cosine", cosine);
        }
        Object initial = cosine.put("initial", plain(target, where + "/warmup_target"));
        JsonNode steps = config.path("warmup_steps");
        if (steps.asDouble() <= 0) {
            return Map.of("cosine", cosine);
        }
        Map<String, Object> options = new LinkedHashMap<>();
        options.put("schedule", Map.of("cosine", cosine));
        options.put("over", plain(steps, where + "/warmup_steps"));
        if (initial != null) {
            options.put("initial", initial);
        }
        options.put("unit", "step");
        return Map.of("warmup", options);
    }

    private Object plain(JsonNode value, String where) {
        @Nullable
        Object plain = Config.value(value);
        if (plain instanceof Number || plain instanceof Boolean
                || plain instanceof List<?> list && list.stream().allMatch(Number.class::isInstance)) {
            return plain;
        }
        throw techniques.problem(where, TechniqueReader.shortened(value) + " is no number of a schedule", null);
    }
}
