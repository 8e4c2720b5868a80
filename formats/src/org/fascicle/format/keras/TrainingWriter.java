package org.fascicle.format.keras;

import java.util.List;
import java.util.Locale;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.fascicle.api.format.TrainingState;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.technique.Kind;
import org.fascicle.format.keras.TechniqueWriter.Written;
import org.jspecify.annotations.Nullable;

/** Writes what a model is compiled with: loss, metrics, optimizer. What has no equal is left out and listed. */
final class TrainingWriter {
    private final TechniqueWriter techniques;
    private final List<String> left;
    private @Nullable Written optimizer;

    TrainingWriter(TechniqueWriter techniques, List<String> left) {
        this.techniques = techniques;
        this.left = left;
    }

    /** The object, or null if there is no loss or no optimizer that Keras has. */
    @Nullable
    ObjectNode write(Map<?, ?> definition) {
        if (definition.get("loss") == null || definition.get("optimizer") == null) {
            return null;
        }
        try {
            ObjectNode compiled = Config.object();
            compiled.set("optimizer", optimizer(definition.get("optimizer")));
            compiled.set("loss", perOutput(definition.get("loss"), definition,
                    value -> techniques.write(value, Kind.LOSS, "loss")));
            compiled.set("loss_weights", Config.of(definition.get("loss_weights")));
            compiled.set("metrics", perOutput(definition.get("metrics"), definition, this::metrics));
            compiled.putNull("weighted_metrics").put("run_eagerly", false).put("steps_per_execution", 1).put("jit_compile",
                    false);
            for (String key : List.of("updates", "gradient_transforms", "parameter_groups")) {
                if (definition.get(key) != null) {
                    left.add(key + ": Keras has no equal");
                }
            }
            return compiled;
        } catch (InputException e) {
            optimizer = null;
            left.add("loss, metrics and optimizer, because of " + e.getMessage());
            return null;
        }
    }

    /**
     * Writes what the optimizer has accumulated.
     *
     * @param compiled what {@link #write} gave
     * @param trained the parameters in Keras's order
     */
    void write(TrainingState state, @Nullable ObjectNode compiled, List<SlotOrder.Trained> trained, Hdf5Writer weights) {
        Written written = optimizer;
        if (written == null || compiled == null) {
            left.add("what the optimizer has accumulated: Keras has no such optimizer");
            return;
        }
        JsonNode rate = compiled.path("optimizer").path("config").path("learning_rate");
        SlotOrder order = new SlotOrder(written.name(), option -> techniques.value(written, Kind.OPTIMIZER, option));
        new OptimizerWriter(order, state, left).write(weights, rate.asDouble(), !rate.isNumber(), trained);
    }

    /** Writes one of a kind. */
    private interface One {
        JsonNode write(@Nullable Object value);
    }

    private static JsonNode perOutput(@Nullable Object value, Map<?, ?> definition, One one) {
        if (!(definition.get("outputs") instanceof List<?>) || !(value instanceof Map<?, ?> map)) {
            return one.write(value);
        }
        ObjectNode all = Config.object();
        map.forEach((name, own) -> all.set(String.valueOf(name), one.write(own)));
        return all;
    }

    private JsonNode metrics(@Nullable Object value) {
        ArrayNode metrics = Config.object().putArray("metrics");
        for (Object metric : value instanceof List<?> list ? list : List.of()) {
            try {
                if (techniques.written(metric, Kind.METRIC).name().equals("accuracy")) {
                    // Which accuracy it is, Keras finds out itself.
                    metrics.add("accuracy");
                    continue;
                }
                metrics.add(techniques.write(metric, Kind.METRIC, "metrics"));
            } catch (InputException e) {
                left.add(e.getMessage());
            }
        }
        return metrics;
    }

    private JsonNode optimizer(@Nullable Object value) {
        Written written = techniques.written(value, Kind.OPTIMIZER);
        boolean momentum = written.name().equals("momentum") || written.name().equals("nesterov");
        String theirs = momentum ? "SGD" : techniques.theirs(Kind.OPTIMIZER, written.name());
        if (theirs == null) {
            throw TechniqueWriter.problem("optimizer", "the optimizer '" + written.name() + "' has no equal in Keras");
        }
        ObjectNode config = techniques.options(written, Kind.OPTIMIZER, "optimizer");
        if (momentum) {
            config.put("nesterov", written.name().equals("nesterov"));
        }
        for (String more : techniques.more(written, Kind.OPTIMIZER)) {
            Object option = TechniqueWriter.given(written, more);
            if (more.startsWith("exclude")) {
                left.add("optimizer/" + more + ": Keras does not keep it in a file");
            } else if (option instanceof Map<?, ?>) {
                throw TechniqueWriter.problem("optimizer/" + more, "it is scheduled, and Keras's is a number");
            } else {
                config.set(more, Config.of(option));
            }
        }
        config.put("name", theirs.toLowerCase(Locale.ROOT));
        optimizer = written;
        return Config.object(Names.module(Kind.OPTIMIZER), theirs, config);
    }
}
