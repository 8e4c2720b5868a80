package org.fascicle.core.archive;

import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Brings the manifest of an archive of an earlier form into today's: a step for each form, from one to the next, so that what was
 * ever written stays readable. A step fills in what later forms have, and never looks at anything that is not in the archive.
 */
final class Migrations {
    /** The step at index i leads from form i + 1 to form i + 2. A new form adds a step and raises {@link Archive#FORMAT}. */
    private static final List<Migration> STEPS = List.of(Migrations::describeTraining);

    private static final String INPUT = "input";
    private static final String OUTPUT = "output";
    private static final long DEFAULT_BATCH = 32;

    private Migrations() {}

    /** A step. */
    private interface Migration {
        void apply(ObjectNode manifest, JsonNode model);
    }

    /**
     * Brings a manifest into today's form.
     *
     * @param manifest of the given form; is changed
     * @param form at least 1, at most today's
     * @param model the model file
     */
    static void apply(ObjectNode manifest, int form, JsonNode model) {
        for (Migration step : STEPS.subList(form - 1, STEPS.size())) {
            step.apply(manifest, model);
        }
        manifest.put(Entries.FORMAT, Archive.FORMAT);
    }

    /** Form 1 may lack the steps of an epoch, and describe one input and one output only. */
    private static void describeTraining(ObjectNode manifest, JsonNode model) {
        JsonNode extra = manifest.path(Entries.EXTRA);
        if (!extra.isObject()) {
            return;
        }
        ObjectNode state = (ObjectNode) extra;
        if (!state.has("steps_per_epoch")) {
            long rows = state.path("training_rows").longValue();
            long batch = model.path("training").path("batch_size").asLong(DEFAULT_BATCH);
            state.put("steps_per_epoch", Math.max(1, batch < 1 ? 1 : (rows - 1) / batch + 1));
        }
        if (!state.has("inputs")) {
            ObjectNode input = state.putArray("inputs").addObject();
            input.put("name", INPUT);
            input.set("features", state.path("features"));
            ObjectNode output = state.putArray("outputs").addObject();
            output.put("name", OUTPUT);
            for (String key : List.of("target", "target_type", "classes")) {
                output.set(key, state.path(key));
            }
            output.putArray("class_names");
            state.put("reconstructing", isReconstructing(model));
        }
    }

    private static boolean isReconstructing(JsonNode model) {
        for (JsonNode options : model.path("data")) {
            if (options.path("target").asText().equals("features")) {
                return true;
            }
        }
        return false;
    }
}
