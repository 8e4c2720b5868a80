package org.fascicle.dashboard.run;

import static org.fascicle.api.problem.InputException.requireGiven;

import java.math.BigDecimal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.fascicle.api.problem.InputException;

/** An optimizer as model files write it. */
final class OptimizerText {
    private static final ObjectMapper JSON = new ObjectMapper();

    private OptimizerText() {}

    /**
     * An optimizer.
     *
     * @param name the technique's
     * @param options a JSON object; or nothing
     */
    static String of(String name, String options) {
        if (requireGiven(options, "options").isBlank()) {
            return JSON.getNodeFactory().textNode(name).toString();
        }
        JsonNode read;
        try {
            read = JSON.readTree(options);
        } catch (JsonProcessingException e) {
            throw new InputException("options", null, "this is no JSON: " + e.getOriginalMessage(),
                    "Write an object, such as {\"learning_rate\": 0.01}");
        }
        if (!read.isObject()) {
            throw new InputException("options", null, "this is no JSON object: " + options,
                    "Write names and values, such as {\"learning_rate\": 0.01}");
        }
        return JSON.createObjectNode().set(name, read).toString();
    }

    /** The learning rate as a number. */
    static String rate(String text) {
        try {
            double rate = Double.parseDouble(text.trim());
            if (Double.isFinite(rate)) {
                return BigDecimal.valueOf(rate).stripTrailingZeros().toString();
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new InputException("learning rate", null, "this is no number: '" + text + "'", "Write one, such as 0.001");
    }

    /** Whether the learning rate of a model file's optimizer follows a schedule. */
    static boolean isScheduled(String definition) {
        return isScheduled(read(definition).path("optimizer"));
    }

    /** Whether the learning rate of an optimizer follows a schedule. */
    static boolean isOptimizerScheduled(String optimizer) {
        return isScheduled(read(optimizer));
    }

    private static boolean isScheduled(JsonNode optimizer) {
        for (JsonNode options : optimizer) {
            JsonNode rate = options.path("learning_rate");
            if (rate.isObject() || rate.isTextual()) {
                return true;
            }
        }
        return false;
    }

    private static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            // A bare text is the name of a technique.
            return JSON.missingNode();
        }
    }
}
