package org.fascicle.format.keras;

import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.technique.Kind;
import org.fascicle.format.keras.TechniqueWriter.Written;
import org.jspecify.annotations.Nullable;

/** Writes schedules of a learning rate as Keras's, which count steps. */
final class ScheduleWriter {
    private static final String MODULE = "keras.optimizers.schedules";

    private final TechniqueWriter techniques;
    private final long stepsPerEpoch;

    /**
     * A writer.
     *
     * @param stepsPerEpoch what schedules that count epochs are converted with; 0 if it is not known
     */
    ScheduleWriter(TechniqueWriter techniques, long stepsPerEpoch) {
        this.techniques = techniques;
        this.stepsPerEpoch = stepsPerEpoch;
    }

    /** The object of a schedule, or a number if it never changes. */
    JsonNode write(@Nullable Object value, String where) {
        Written schedule = techniques.written(value, Kind.SCHEDULE);
        return schedule.name().equals("constant") ? Config.of(of(schedule, "value")) : decay(schedule, where).object();
    }

    private Decay decay(Written schedule, String where) {
        return switch (schedule.name()) {
            case "exponential" -> decay(schedule, "ExponentialDecay", "every", where).put("decay_rate", of(schedule, "factor"))
                    .put("staircase", of(schedule, "staircase"));
            case "step" -> decay(schedule, "ExponentialDecay", "every", where).put("decay_rate", of(schedule, "factor"))
                    .put("staircase", true);
            case "power" -> power(schedule, where);
            case "polynomial" -> decay(schedule, "PolynomialDecay", "over", where).put("end_learning_rate", of(schedule, "end"))
                    .put("power", of(schedule, "power")).put("cycle", of(schedule, "cycle"));
            case "cosine" -> cosine(schedule, where);
            case "warmup" -> warmup(schedule, where);
            case "cosine_restarts" -> new Decay("CosineDecayRestarts").put("initial_learning_rate", of(schedule, "initial"))
                    .put("first_decay_steps", steps(schedule, "first", where)).put("t_mul", of(schedule, "t_mul"))
                    .put("m_mul", of(schedule, "m_mul")).put("alpha", of(schedule, "alpha"));
            case "piecewise_constant" -> pieces(schedule, where);
            default -> throw TechniqueWriter.problem(where, "the schedule '" + schedule.name() + "' has no equal in Keras");
        };
    }

    private Decay decay(Written schedule, String type, String length, String where) {
        return new Decay(type).put("initial_learning_rate", of(schedule, "initial"))
                .put("decay_steps", steps(schedule, length, where));
    }

    private Decay power(Written schedule, String where) {
        if (number(schedule, "power") != 1) {
            throw TechniqueWriter.problem(where + "/power", "Keras has this schedule with the power 1 only");
        }
        return decay(schedule, "InverseTimeDecay", "every", where).put("decay_rate", of(schedule, "rate"))
                .put("staircase", of(schedule, "staircase"));
    }

    private Decay cosine(Written schedule, String where) {
        return decay(schedule, "CosineDecay", "over", where).put("alpha", of(schedule, "alpha"));
    }

    private Decay warmup(Written warmup, String where) {
        Written schedule = techniques.written(warmup.options().get("schedule"), Kind.SCHEDULE);
        if (!schedule.name().equals("cosine")) {
            throw TechniqueWriter.problem(where + "/schedule",
                    "Keras has a warm-up in front of a cosine only, and not of '" + schedule.name() + "'");
        }
        return cosine(schedule, where + "/schedule").put("warmup_target", of(schedule, "initial"))
                .put("warmup_steps", steps(warmup, "over", where)).put("initial_learning_rate", of(warmup, "initial"));
    }

    private Decay pieces(Written schedule, String where) {
        List<Object> boundaries = new ArrayList<>();
        double factor = factor(schedule, where);
        for (Object boundary : (List<?>) of(schedule, "boundaries")) {
            // A step is a whole number, so that it is above a boundary where it is above the boundary's whole part.
            boundaries.add((long) Math.floor(((Number) boundary).doubleValue() * factor));
        }
        return new Decay("PiecewiseConstantDecay").put("boundaries", boundaries).put("values", of(schedule, "values"));
    }

    private Object of(Written schedule, String option) {
        Object value = techniques.value(schedule, Kind.SCHEDULE, option);
        if (value == null) {
            throw new InputException(null, option, "the schedule '" + schedule.name() + "' takes the length of the run"
                    + ", and Keras wants a number of steps", "Give '" + option + "'");
        }
        return value;
    }

    private double number(Written schedule, String option) {
        return ((Number) of(schedule, option)).doubleValue();
    }

    /** A length in steps, as a whole number where it is one. */
    private Object steps(Written schedule, String option, String where) {
        double steps = number(schedule, option) * factor(schedule, where);
        return steps == Math.rint(steps) && Math.abs(steps) < 1L << 53 ? (Object) (long) steps : (Object) steps;
    }

    private double factor(Written schedule, String where) {
        if ("step".equals(of(schedule, "unit"))) {
            return 1;
        } else if (stepsPerEpoch == 0) {
            throw new InputException(null, where, "the schedule '" + schedule.name()
                    + "' counts epochs, and how many steps one has is known of a training alone",
                    "Export the archive of a training, or let it count steps: \"unit\": \"step\"");
        }
        return stepsPerEpoch;
    }

    /** One of Keras's schedules, as it is put together. */
    private static final class Decay {
        private final String type;
        private final ObjectNode config = Config.object();

        Decay(String type) {
            this.type = type;
        }

        Decay put(String key, Object value) {
            config.set(key, Config.of(value));
            return this;
        }

        JsonNode object() {
            return Config.object(MODULE, type, config.put("name", type));
        }
    }
}
