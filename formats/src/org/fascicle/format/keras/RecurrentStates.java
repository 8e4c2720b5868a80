package org.fascicle.format.keras;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import org.fascicle.format.keras.TechniqueWriter.Written;

/**
 * The states that recurrent layers give beside their outputs, where they are asked to: in Keras, outputs from number 1 on. A bidirectional
 * layer gives those of both directions.
 */
final class RecurrentStates {
    private static final String GIVEN = "return_state";
    private static final String BOTH = "bidirectional";
    private static final Map<String, List<String>> STATES =
            Map.of("lstm", List.of("state_h", "state_c"), "gru", List.of("state_h"),
                    "simple_rnn", List.of("state_h"));

    private RecurrentStates() {}

    /** Whether a class of Keras's is a recurrent layer. */
    static boolean isRecurrent(String type) {
        return STATES.containsKey(Names.folder(type));
    }

    /** The states of a layer of Keras's, by our names. */
    static List<String> of(String type, JsonNode config) {
        if (Names.folder(type).equals(BOTH)) {
            JsonNode layer = config.path("layer");
            return both(of(layer.path("class_name").asText(""), layer.path("config")));
        }
        return config.path(GIVEN).asBoolean(false) ? STATES.getOrDefault(Names.folder(type), List.of()) : List.of();
    }

    /** The states of a layer of ours. */
    static List<String> of(Written layer, Variables.Read read) {
        if (layer.name().equals(BOTH)) {
            return both(of(read.layer(TechniqueWriter.given(layer, "layer")), read));
        }
        return Boolean.TRUE.equals(layer.options().get(GIVEN)) ? STATES.getOrDefault(layer.name(), List.of()) : List.of();
    }

    private static List<String> both(List<String> states) {
        return Stream.of("forward/", "backward/").flatMap(way -> states.stream().map(state -> way + state)).toList();
    }

    /** How many units a layer with states has. */
    static int units(Written layer, Variables.Read read) {
        return layer.name().equals(BOTH) ? units(read.layer(TechniqueWriter.given(layer, "layer")), read)
                : ((Number) TechniqueWriter.given(layer, "units")).intValue();
    }
}
