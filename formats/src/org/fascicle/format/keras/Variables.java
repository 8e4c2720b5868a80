package org.fascicle.format.keras;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

import org.fascicle.format.keras.TechniqueWriter.Written;
import org.jspecify.annotations.Nullable;

/** Where Keras keeps what a layer has learned: which of our tensors lie in which folder, those of layers within it among them. */
final class Variables {
    /** By layer, the folders below its own, or a dot, and the tensors there, each with the option that leaves it out. */
    private static final Map<String, Map<String, List<String>>> TENSORS = new LinkedHashMap<>();

    static {
        for (String layer : List.of("dense", "conv1d", "conv2d", "conv2d_transpose", "depthwise_conv2d")) {
            put(layer, ".", "kernel", "bias use_bias");
        }
        put("separable_conv2d", ".", "depthwise_kernel", "pointwise_kernel", "bias use_bias");
        put("batch_normalization", ".", "gamma scale", "beta center", "moving_mean", "moving_variance",
                "moving_stddev renorm", "renorm_mean renorm", "renorm_stddev renorm");
        put("layer_normalization", ".", "gamma scale", "beta center");
        put("group_normalization", ".", "gamma scale", "beta center");
        put("embedding", ".", "embeddings");
        put("prelu", ".", "alpha");
        for (String layer : Names.RECURRENT) {
            put(layer, "cell", "kernel", "recurrent_kernel", "bias use_bias");
        }
        for (String part : List.of("query", "key", "value", "attention_output")) {
            String folder = part.replace("attention_", "") + "_dense";
            put("multi_head_attention", folder, part + "/kernel", part + "/bias use_bias");
        }
    }

    private Variables() {}

    /**
     * A variable.
     *
     * @param folder below that of the layer; empty for its own
     * @param path of our tensor, below the layer's name
     */
    record Variable(String folder, String path) {
        private Variable within(String outer, String name) {
            return new Variable(folder.isEmpty() ? outer : outer + "/" + folder, name + "/" + path);
        }
    }

    private static void put(String layer, String folder, String... tensors) {
        TENSORS.computeIfAbsent(layer, any -> new LinkedHashMap<>()).put(folder, List.of(tensors));
    }

    /**
     * The variables of a layer in Keras's order.
     *
     * @param read makes a technique of what a model file says of a layer or an activation
     */
    static List<Variable> of(Written layer, Read read) {
        List<Variable> variables = new ArrayList<>();
        Function<String, Written> inner = option -> read.layer(Objects.requireNonNull(layer.options().get(option)));
        switch (layer.name()) {
            case "bidirectional" -> {
                boolean other = layer.options().get("backward_layer") != null;
                of(inner.apply("layer"), read).forEach(each -> variables.add(each.within("forward_layer", "forward")));
                of(inner.apply(other ? "backward_layer" : "layer"), read)
                        .forEach(each -> variables.add(each.within("backward_layer", "backward")));
            }
            case "time_distributed" ->
                of(inner.apply("layer"), read).forEach(each -> variables.add(each.within("layer", "layer")));
            case "sequential" -> {
                Map<String, Integer> counts = new HashMap<>();
                List<?> layers = (List<?>) Objects.requireNonNull(layer.options().get("layers"));
                for (int i = 0; i < layers.size(); i++) {
                    Written each = read.layer(layers.get(i));
                    String folder = numbered(Names.folder(read.theirs(each)), counts);
                    String name = "layer_" + i;
                    of(each, read).forEach(variable -> variables.add(variable.within("layers/" + folder, name)));
                }
            }
            case "activation" -> own(read.activation(layer.options().get("activation")), variables);
            default -> own(layer, variables);
        }
        return variables;
    }

    private static void own(Written layer, List<Variable> variables) {
        TENSORS.getOrDefault(layer.name(), Map.of()).forEach((folder, tensors) -> {
            for (String tensor : tensors) {
                String[] words = tensor.split(" ");
                // Of these options, one is off where a layer does not name it.
                if (words.length == 1 || !words[1].equals(Renormalization.USED) && layer.options().get(words[1]) == null
                        || Boolean.TRUE.equals(layer.options().get(words[1]))) {
                    variables.add(new Variable(folder.equals(".") ? "" : folder, words[0]));
                }
            }
        });
    }

    /** A folder's name, with a number where there are some of this name. */
    static String numbered(String folder, Map<String, Integer> counts) {
        int count = counts.merge(folder, 1, Integer::sum) - 1;
        return folder + (count == 0 ? "" : "_" + count);
    }

    /** How techniques within a layer are understood. */
    interface Read {
        /** A layer. */
        Written layer(@Nullable Object value);

        /** An activation. */
        Written activation(@Nullable Object value);

        /** Keras's class of a layer. */
        String theirs(Written layer);
    }
}
