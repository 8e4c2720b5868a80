package org.fascicle.format.keras;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

import org.fascicle.api.technique.Kind;
import org.fascicle.api.technique.TechniqueType;
import org.fascicle.api.technique.Techniques;
import org.jspecify.annotations.Nullable;

/** What Keras calls our techniques. Names of files are only looked up here: none is ever the name of anything that is loaded. */
final class Names {
    /**
     * By kind, Keras's class and our name; the first class of a name is the one that is written. Of other kinds the techniques themselves
     * state what Keras calls them: of these it must be known what Keras has, and not only its name.
     */
    private static final Map<Kind, Map<String, String>> CLASSES = new EnumMap<>(Kind.class);
    /** By kind, other texts that Keras takes. */
    private static final Map<Kind, Map<String, String>> ALIASES = new EnumMap<>(Kind.class);
    /** Keras's layers that are activations here, by the names of these. */
    private static final Map<String, String> ACTIVATIONS =
            Map.of("relu", "ReLU", "leaky_relu", "LeakyReLU", "prelu", "PReLU", "elu", "ELU", "softmax", "Softmax");

    /** The layers that have a cell, and can be read in both directions. */
    static final List<String> RECURRENT = List.of("lstm", "gru", "simple_rnn");

    static {
        classes(Kind.LAYER, "Dense dense", "Activation activation", "Flatten flatten", "Dropout dropout", "Embedding embedding",
                "BatchNormalization batch_normalization", "LayerNormalization layer_normalization",
                "GroupNormalization group_normalization", "Conv1D conv1d", "Conv2D conv2d", "Conv2DTranspose conv2d_transpose",
                "DepthwiseConv2D depthwise_conv2d", "SeparableConv2D separable_conv2d", "MaxPooling1D max_pooling_1d",
                "MaxPooling2D max_pooling_2d", "AveragePooling1D average_pooling_1d", "AveragePooling2D average_pooling_2d",
                "GlobalAveragePooling2D global_average_pooling", "GlobalAveragePooling1D global_average_pooling",
                "GlobalAveragePooling3D global_average_pooling", "GlobalMaxPooling2D global_max_pooling",
                "GlobalMaxPooling1D global_max_pooling", "GlobalMaxPooling3D global_max_pooling", "Reshape reshape",
                "Permute permute", "RepeatVector repeat_vector", "Masking masking", "Add add", "Multiply multiply",
                "Concatenate concatenate",
                "ZeroPadding2D zero_padding_2d", "Cropping2D cropping_2d", "UpSampling2D up_sampling_2d",
                "AlphaDropout alpha_dropout", "GaussianDropout gaussian_dropout", "GaussianNoise gaussian_noise",
                "SpatialDropout2D spatial_dropout", "SpatialDropout1D spatial_dropout", "SpatialDropout3D spatial_dropout",
                "RandomFlip random_flip", "RandomRotation random_rotation", "RandomZoom random_zoom",
                "RandomTranslation random_translation", "RandomCrop random_crop", "RandomContrast random_contrast",
                "LSTM lstm", "GRU gru", "SimpleRNN simple_rnn", "Bidirectional bidirectional",
                "MultiHeadAttention multi_head_attention", "TimeDistributed time_distributed", "Sequential sequential");
        classes(Kind.ACTIVATION, "relu relu", "relu6 relu6", "leaky_relu leaky_relu", "elu elu", "selu selu", "celu celu",
                "glu glu",
                "tanh tanh", "sigmoid sigmoid", "softmax softmax", "log_softmax log_softmax", "log_sigmoid log_sigmoid",
                "exponential exponential", "hard_sigmoid hard_sigmoid", "hard_silu hard_silu", "hard_tanh hard_tanh",
                "silu silu", "gelu gelu", "mish mish", "linear linear", "softplus softplus", "softsign softsign",
                "soft_shrink soft_shrink", "hard_shrink hard_shrink", "tanh_shrink tanh_shrink", "sparsemax sparsemax",
                "sparse_plus sparse_plus", "squareplus squareplus");
        aliases(Kind.ACTIVATION, "swish silu", "hard_swish hard_silu");
        classes(Kind.OPTIMIZER, "SGD sgd", "Adam adam", "AdamW adamw", "Adamax adamax", "Adadelta adadelta", "Adagrad adagrad",
                "Adafactor adafactor", "Ftrl ftrl", "Lamb lamb", "Lion lion", "Muon muon", "Nadam nadam", "RMSprop rmsprop");
    }

    private Names() {}

    private static void classes(Kind kind, String... pairs) {
        put(CLASSES, kind, pairs);
    }

    private static void aliases(Kind kind, String... pairs) {
        put(ALIASES, kind, pairs);
    }

    private static void put(Map<Kind, Map<String, String>> table, Kind kind, String... pairs) {
        Map<String, String> names = table.computeIfAbsent(kind, any -> new LinkedHashMap<>());
        for (String pair : pairs) {
            String[] words = pair.split(" ");
            names.put(words[0], words[1]);
        }
    }

    /** Our name for what a file calls a class, or a function by a text; null if there is none. */
    static @Nullable String ours(Techniques techniques, Kind kind, String theirs) {
        Map<String, String> classes = CLASSES.get(kind);
        if (classes == null) {
            return own(techniques, kind).filter(type -> type.isCalled(theirs)).map(TechniqueType::name).findFirst().orElse(null);
        }
        String ours = classes.get(theirs);
        if (ours == null) {
            ours = ALIASES.getOrDefault(kind, Map.of()).get(theirs.toLowerCase(Locale.ROOT));
        }
        // Texts are names of functions: what a class is called, with underscores.
        return ours != null ? ours : classes.containsValue(theirs) ? theirs : null;
    }

    /** Keras's class for a name of ours, or its function if it is an activation; null if there is none. */
    static @Nullable String theirs(Techniques techniques, Kind kind, String ours) {
        Map<String, String> classes = CLASSES.get(kind);
        if (classes == null) {
            // Of the other names that a technique states, Keras's class is the first that is written as a class.
            return own(techniques, kind).filter(type -> type.name().equals(ours)).flatMap(type -> type.aliases().stream())
                    .filter(alias -> Character.isUpperCase(alias.charAt(0))).findFirst().orElse(null);
        }
        return classes.entrySet().stream().filter(entry -> entry.getValue().equals(ours)).map(Map.Entry::getKey).findFirst()
                .orElse(null);
    }

    private static Stream<TechniqueType> own(Techniques techniques, Kind kind) {
        return techniques.all().stream()
                .filter(type -> type.kind() == kind && type.namespace().equals(TechniqueType.FASCICLE));
    }

    /** Keras's layer that is this activation here; null if it is none of its own. */
    static @Nullable String activationLayer(String ours) {
        return ACTIVATIONS.get(ours);
    }

    /** The activation that a layer of Keras's is here; null if it is none. */
    static @Nullable String activationOf(String theirs) {
        return ACTIVATIONS.entrySet().stream().filter(entry -> entry.getValue().equals(theirs)).map(Map.Entry::getKey).findFirst()
                .orElse(null);
    }

    /** Whether a tensor is trained, and no statistic. */
    static boolean isTrained(String path) {
        return !path.contains("/moving_") && !path.contains("/renorm_");
    }

    /** The folder that Keras keeps weights of a class in: {@code max_pooling2d}. */
    static String folder(String theirs) {
        return theirs.replaceAll("(.)([A-Z][a-z]+)", "$1_$2").replaceAll("([a-z])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
    }

    /** The module of Keras that a kind's classes are in. */
    static String module(Kind kind) {
        return "keras." + switch (kind) {
            case LOSS -> "losses";
            default -> kind.toString() + "s";
        };
    }
}
