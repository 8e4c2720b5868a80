package org.fascicle.format.keras;

import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;

/** The states that recurrent layers give beside their outputs, where they are asked to: in Keras, outputs from number 1 on. */
final class RecurrentStates {
    private static final String GIVEN = "return_state";
    private static final Map<String, List<String>> STATES =
            Map.of("lstm", List.of("state_h", "state_c"), "gru", List.of("state_h"),
                    "simple_rnn", List.of("state_h"));

    private RecurrentStates() {}

    /** Whether a class of Keras's is a recurrent layer. */
    static boolean isRecurrent(String type) {
        return STATES.containsKey(Names.folder(type));
    }

    /** The states of a layer of Keras's. */
    static List<String> of(String type, JsonNode config) {
        return config.path(GIVEN).asBoolean(false) ? STATES.getOrDefault(Names.folder(type), List.of()) : List.of();
    }

    /** The states of a layer of ours. */
    static List<String> of(TechniqueWriter.Written layer) {
        return Boolean.TRUE.equals(layer.options().get(GIVEN)) ? STATES.getOrDefault(layer.name(), List.of()) : List.of();
    }
}
