package org.fascicle.format.keras;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.fascicle.api.technique.Kind;
import org.fascicle.format.keras.TechniqueWriter.Written;
import org.jspecify.annotations.Nullable;

/** Makes Keras's layers of ours, and of the layers within them. */
final class LayerWriter implements Variables.Read {
    /** Layers that are several in Keras, by the rank of what goes in. */
    private static final List<String> BY_RANK = List.of("global_average_pooling", "global_max_pooling", "spatial_dropout");
    /** Layers whose output may have another rank than their input. */
    private static final Set<String> OTHER_RANK = Set.of("flatten", "reshape", "repeat_vector", "embedding", "lstm", "gru",
            "simple_rnn", "bidirectional", "global_average_pooling", "global_max_pooling", "sequential", "time_distributed");
    private static final int UNKNOWN = 0;
    private static final String CAUSAL = "use_causal_mask";
    private static final String BACKWARDS = "go_backwards";

    private final TechniqueWriter techniques;

    LayerWriter(TechniqueWriter techniques) {
        this.techniques = techniques;
    }

    /**
     * A layer of Keras's.
     *
     * @param type its class
     * @param config its options
     * @param arguments what it is called with beside its inputs
     */
    record Made(String type, ObjectNode config, ObjectNode arguments) {}

    /**
     * Makes a layer.
     *
     * @param rank of what goes in
     */
    Made write(Written layer, String name, boolean trainable, int rank, String where) {
        ObjectNode config = Config.object().put("name", name).put("trainable", trainable).put("dtype", "float32");
        ObjectNode arguments = Config.object();
        Written activation = layer.name().equals("activation") ? activation(layer.options().get("activation")) : null;
        String ofActivation = activation == null ? null : Names.activationLayer(activation.name());
        if (activation != null && ofActivation != null) {
            config.setAll(techniques.options(activation, Kind.ACTIVATION, where));
            return new Made(ofActivation, config, arguments);
        }
        String type = type(layer, rank, where);
        Map<String, Object> options = new LinkedHashMap<>(layer.options());
        if (layer.name().equals("multi_head_attention") && Boolean.TRUE.equals(options.remove(CAUSAL))) {
            arguments.put(CAUSAL, true);
        }
        List.of("layer", "backward_layer", "layers").forEach(options::remove);
        config.setAll(techniques.options(new Written(layer.name(), options), Kind.LAYER, where));
        switch (layer.name()) {
            case "bidirectional" -> bidirectional(layer, config, trainable, where);
            case "time_distributed" -> config.set("layer", within(given(layer, "layer"), "layer", trainable, rank - 1, where));
            case "sequential" -> config.set("layers", sequential(layer, trainable, rank, where));
            default -> {}
        }
        if (layer.name().equals("spatial_dropout")) {
            // Alone of Keras's layers, these do not take it.
            config.remove("trainable");
        }
        return new Made(type, config, arguments);
    }

    private void bidirectional(Written layer, ObjectNode config, boolean trainable, String where) {
        Written forward = given(layer, "layer");
        Written backward = layer.options().get("backward_layer") == null ? forward : given(layer, "backward_layer");
        boolean backwards = isBackwards(forward, where);
        if (backwards != isBackwards(backward, where)) {
            throw TechniqueWriter.problem(where,
                    "its layers go in two directions, as one alone has go_backwards: in Keras both go in one");
        }
        if (RecurrentStates.of(forward, this).isEmpty() != RecurrentStates.of(backward, this).isEmpty()) {
            throw TechniqueWriter.problem(where, "one of its layers gives states: in Keras both do, or none");
        }
        config.set("layer", direction(forward, "forward_", trainable, backwards, where));
        config.set("backward_layer", direction(backward, "backward_", trainable, !backwards, where));
    }

    private boolean isBackwards(Written layer, String where) {
        if (!Names.RECURRENT.contains(layer.name())) {
            throw TechniqueWriter.problem(where, "Keras reads in both directions with recurrent layers alone, and not with '"
                    + layer.name() + "'");
        }
        return Boolean.TRUE.equals(layer.options().get(BACKWARDS));
    }

    private ObjectNode direction(Written layer, String prefix, boolean trainable, boolean backwards, String where) {
        Map<String, Object> options = new LinkedHashMap<>(layer.options());
        options.put(BACKWARDS, backwards);
        return within(new Written(layer.name(), options), prefix + layer.name(), trainable, 3, where);
    }

    private ArrayNode sequential(Written layer, boolean trainable, int rank, String where) {
        ArrayNode layers = Config.object().putArray("layers");
        int known = rank;
        for (Object each : (List<?>) TechniqueWriter.given(layer, "layers")) {
            Written inner = layer(each);
            layers.add(within(inner, "layer_" + layers.size(), trainable, known, where + "/layer_" + layers.size()));
            known = OTHER_RANK.contains(inner.name()) ? UNKNOWN : known;
        }
        return layers;
    }

    private ObjectNode within(Written layer, String name, boolean trainable, int rank, String where) {
        if (layer.name().equals("multi_head_attention")) {
            throw TechniqueWriter.problem(where, "Keras's attention takes two inputs, and cannot be within another layer");
        }
        Made made = write(layer, name, trainable, rank, where);
        return Config.object(module(made.type()), made.type(), made.config());
    }

    /** The module of a class. */
    static String module(String type) {
        return type.equals("Sequential") ? "keras" : Names.module(Kind.LAYER);
    }

    private Written given(Written layer, String option) {
        return layer(TechniqueWriter.given(layer, option));
    }

    private String type(Written layer, int rank, String where) {
        String theirs = techniques.theirs(Kind.LAYER, layer.name());
        if (theirs == null) {
            throw TechniqueWriter.problem(where, "the layer '" + layer.name() + "' has no equal in Keras");
        } else if (!BY_RANK.contains(layer.name())) {
            return theirs;
        } else if (rank == UNKNOWN) {
            throw TechniqueWriter.problem(where, "Keras has a layer for each number of axes, which is not known here"
                    + ": let '" + layer.name() + "' be a layer of its own");
        }
        return theirs.replace("2D", rank - 2 + "D");
    }

    @Override
    public Written layer(@Nullable Object value) {
        return techniques.written(value, Kind.LAYER);
    }

    @Override
    public Written activation(@Nullable Object value) {
        return techniques.written(value, Kind.ACTIVATION);
    }

    @Override
    public String theirs(Written layer) {
        String ofActivation = layer.name().equals("activation")
                ? Names.activationLayer(activation(layer.options().get("activation")).name()) : null;
        return ofActivation != null ? ofActivation : Objects.requireNonNull(techniques.theirs(Kind.LAYER, layer.name()));
    }
}
