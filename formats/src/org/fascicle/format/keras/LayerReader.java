package org.fascicle.format.keras;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.fascicle.api.technique.Kind;
import org.fascicle.format.keras.TechniqueWriter.Written;
import org.jspecify.annotations.Nullable;

/** Makes layers of Keras's, and the layers within them. */
final class LayerReader implements Variables.Read {
    private static final String INPUT = "InputLayer";
    private static final String IDENTITY = "Identity";
    /** Whether a recurrent layer gives 0 at steps that do not count. */
    private static final String ZERO_OUTPUT = "zero_output_for_mask";
    private static final String TRAINABLE = "trainable";
    private static final String BACKWARDS = "go_backwards";

    private final TechniqueReader techniques;

    LayerReader(TechniqueReader techniques) {
        this.techniques = techniques;
    }

    /**
     * A layer with the options that a file gives.
     *
     * @param type Keras's class
     */
    Written read(String type, JsonNode config, String where) {
        if (type.equals(IDENTITY)) {
            techniques.options("linear", config, Kind.ACTIVATION, Set.of(), where);
            return new Written("activation", Map.of("activation", "linear"));
        }
        String activation = Names.activationOf(type);
        String name = activation != null ? "activation" : techniques.ours(Kind.LAYER, type);
        if (name == null) {
            throw techniques.problem(where, "the layer " + type + " has no equal here", null);
        } else if (activation != null) {
            Object read = techniques.options(activation, config, Kind.ACTIVATION, Set.of(), where);
            return new Written(name, Map.of("activation", read));
        }
        if (name.equals("random_crop")) {
            techniques.left(
                    where + ": outside of training Keras 3.15 passes images on as they are, and here their middle is taken");
        }
        return switch (name) {
            case "bidirectional" -> bidirectional(config, where);
            case "time_distributed" -> timeDistributed(config, where);
            case "sequential" -> sequential(config, where);
            default -> plain(name, config, where);
        };
    }

    private Written plain(String name, JsonNode config, String where) {
        Map<String, Object> options = new LinkedHashMap<>();
        if (techniques.options(name, config, Kind.LAYER, Set.of(), where) instanceof Map<?, ?> read
                && read.get(name) instanceof Map<?, ?> given) {
            given.forEach((key, value) -> options.put(String.valueOf(key), value));
        }
        return new Written(name, options);
    }

    /**
     * In Keras both layers read the same sequence, of which one goes backwards; here the second layer reads the reversed sequence, and
     * goes as the first does.
     */
    private Written bidirectional(JsonNode config, String where) {
        if (config.path("merge_mode").isNull()) {
            throw techniques.problem(where + "/merge_mode", "null: two outputs that are not joined have no equal here", null);
        }
        Written both = plain("bidirectional", without(config, "layer", "backward_layer"), where);
        Written forward = direction(config.path("layer"), config, where + "/layer");
        both.options().put("layer", value(forward));
        if (!config.path("backward_layer").isMissingNode() && !config.path("backward_layer").isNull()) {
            Written read = direction(config.path("backward_layer"), config, where + "/backward_layer");
            Map<String, Object> other = new LinkedHashMap<>(read.options());
            other.put(BACKWARDS, !Boolean.TRUE.equals(other.get(BACKWARDS)));
            Map<String, Object> first = new LinkedHashMap<>(forward.options());
            first.putIfAbsent(BACKWARDS, false);
            if (!other.get(BACKWARDS).equals(first.get(BACKWARDS))) {
                throw techniques.problem(where + "/backward_layer", "both layers go in one direction", null);
            }
            Written backward = new Written(read.name(), other);
            if (!backward.equals(new Written(forward.name(), first))) {
                both.options().put("backward_layer", value(backward));
            }
        }
        return both;
    }

    private Written direction(JsonNode node, JsonNode outer, String where) {
        // Keras sets it to what these layers do here: 0 where outputs are sequences.
        Written layer = within(node, outer, where, ZERO_OUTPUT);
        if (!Names.RECURRENT.contains(layer.name())) {
            throw techniques.problem(where, "the layer '" + layer.name() + "' is none that reads in two directions", null);
        }
        return layer;
    }

    private Written timeDistributed(JsonNode config, String where) {
        Written outer = plain("time_distributed", without(config, "layer"), where);
        outer.options().put("layer", value(within(config.path("layer"), config, where + "/layer")));
        return outer;
    }

    private Written sequential(JsonNode config, String where) {
        Written outer = plain("sequential", without(config, "layers", "build_input_shape"), where);
        List<Object> layers = new ArrayList<>();
        for (JsonNode node : config.path("layers")) {
            String place = where + "/layers/" + node.path("config").path("name").asText("");
            if (!techniques.type(node, place).equals(INPUT)) {
                layers.add(value(within(node, config, place)));
            }
        }
        if (layers.isEmpty()) {
            throw techniques.problem(where + "/layers", "a model within another layer has no layers", null);
        }
        outer.options().put("layers", layers);
        return outer;
    }

    private Written within(JsonNode node, JsonNode outer, String where, String... elsewhere) {
        if (!node.path("config").path(TRAINABLE).asBoolean(true) && outer.path(TRAINABLE).asBoolean(true)) {
            techniques.left(where + "/" + TRAINABLE + ": false; here a layer is trained as the one that it is within");
        }
        Written layer = read(techniques.type(node, where), without(node.path("config"), elsewhere), where);
        if (layer.name().equals("multi_head_attention")) {
            throw techniques.problem(where, "attention within another layer has no equal here", null);
        }
        return layer;
    }

    private static ObjectNode without(JsonNode config, String... keys) {
        ObjectNode rest = config instanceof ObjectNode object ? object.deepCopy() : Config.object();
        return rest.remove(List.of(keys));
    }

    /** A layer as a model file writes it. */
    static Object value(Written layer) {
        return Map.of(layer.name(), layer.options());
    }

    @Override
    public Written layer(@Nullable Object value) {
        return Written.of(value);
    }

    @Override
    public Written activation(@Nullable Object value) {
        return Written.of(value);
    }

    @Override
    public String theirs(Written layer) {
        return techniques.theirs(layer);
    }
}
