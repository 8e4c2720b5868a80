package org.fascicle.format.keras;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.technique.Kind;
import org.fascicle.api.technique.Option;
import org.fascicle.api.technique.TechniqueType;
import org.fascicle.api.technique.Techniques;
import org.fascicle.format.keras.TechniqueWriter.Written;
import org.jspecify.annotations.Nullable;

/**
 * Makes techniques of Keras's objects. Names and options are looked up in tables and among what is installed; what a file says beyond that
 * is passed over only where it changes no number, and refused else.
 */
final class TechniqueReader {
    /** What Keras writes of each object and what is read elsewhere, or says nothing to us. */
    private static final Set<String> ELSEWHERE = Set.of("name", "trainable", "dtype", "is_legacy_optimizer", "jit_compile",
            "activity_regularizer");
    private static final Map<String, Set<String>> NEUTRAL = Map.ofEntries(
            Map.entry("data_format", Set.of("\"channels_last\"")),
            Map.entry("reduction", Set.of("\"sum_over_batch_size\"", "\"auto\"")),
            Map.entry("axis", Set.of("-1")), Map.entry("ema_momentum", Set.of("0.99")),
            Map.entry("ragged", Set.of("false")), Map.entry("value_range", Set.of("[0,255]", "[0.0,255.0]")),
            Map.entry("lora_alpha", Set.of("0")), Map.entry("amsgrad", Set.of("false")),
            // How a loop or attention is computed, and not what.
            Map.entry("unroll", Set.of("true")), Map.entry("use_cudnn", Set.of("true", "\"auto\"")),
            Map.entry("implementation", Set.of("0", "1", "2")), Map.entry("flash_attention", Set.of("true")),
            // The only axis of sequences that attention can go along.
            Map.entry("attention_axes", Set.of("[1]", "1")));

    private static final String REDUCTION = "reduction";
    /** Of a loss, beside the default: what both sides have. */
    private static final Set<String> REDUCTIONS = Set.of("sum", "mean", "mean_with_sample_weight");

    /** Nothing, where something may be. */
    static final JsonNode MISSING = MissingNode.getInstance();

    private final Techniques techniques;
    private final String file;
    private final List<String> left;

    /**
     * A reader.
     *
     * @param file what messages call the file
     * @param left receives what is passed over and should be known
     */
    TechniqueReader(Techniques techniques, String file, List<String> left) {
        this.techniques = techniques;
        this.file = file;
        this.left = left;
    }

    /** What stands for a technique in our model files: its name, or its name and options. */
    Object read(JsonNode node, Kind kind, String where) {
        if (node.isTextual()) {
            return name(node.textValue(), kind, where);
        }
        String theirs = type(node, where);
        JsonNode config = node.path("config");
        if (theirs.equals("function") && config.isTextual()) {
            return name(config.textValue(), kind, where);
        }
        if (theirs.equals("Huber") && !config.has("delta")) {
            left.add(where + "/delta: Keras does not write it; it is 1 here");
        }
        return options(name(theirs, kind, where), config, kind, kind == Kind.LOSS ? Set.of(REDUCTION) : Set.of(), where);
    }

    /** The class of an object of Keras's own; any other is refused. */
    String type(JsonNode node, String where) {
        JsonNode type = node.path("class_name");
        if (!node.isObject() || !type.isTextual()) {
            throw problem(where, "this is no object of Keras: " + shortened(node), null);
        }
        String module = node.path("module").asText("");
        JsonNode registered = node.path("registered_name");
        boolean function = type.textValue().equals("function") && module.equals("builtins");
        boolean own = module.equals("keras") || module.startsWith("keras.") || function;
        if (type.textValue().equals("Lambda") || type.textValue().equals("__lambda__")) {
            throw problem(where, "a Lambda holds code, and code of a file is not run",
                    "Put a layer in its place that says what it does");
        } else if (!own || registered.isTextual() && registered.textValue().contains(">")) {
            throw problem(where, "the class " + type.textValue() + " of the module '" + module + "' is none of Keras's own",
                    "Only what Keras itself has can be read; nothing that a file names is loaded");
        }
        return type.textValue();
    }

    /** Our name for what a file calls a class; null if there is none. */
    @Nullable
    String ours(Kind kind, String theirs) {
        return Names.ours(techniques, kind, theirs);
    }

    /** Keras's class of a layer of ours that has one. */
    String theirs(Written layer) {
        String activation = layer.name().equals("activation")
                ? Names.activationLayer(Written.of(layer.options().get("activation")).name()) : null;
        return activation != null ? activation : Objects.requireNonNull(Names.theirs(techniques, Kind.LAYER, layer.name()));
    }

    private String name(String theirs, Kind kind, String where) {
        String ours = Names.ours(techniques, kind, theirs);
        if (ours == null) {
            throw problem(where, "the " + kind.toString().replace('_', ' ') + " '" + theirs + "' has no equal here", null);
        }
        return ours;
    }

    /**
     * A technique with options.
     *
     * @param more options that all techniques of its kind take
     */
    Object options(String name, JsonNode config, Kind kind, Set<String> more, String where) {
        TechniqueType type = techniques.find(kind, name, null);
        Map<String, Object> options = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> field : config.properties()) {
            String key = field.getKey();
            JsonNode value = field.getValue();
            String place = where + "/" + key;
            Optional<Option> option = type.option(key);
            if (option.isPresent()) {
                value(option.get(), value, place, options);
            } else if (key.equals(Renormalization.CLIPPING) && Renormalization.read(value, options)) {
                continue;
            } else if (more.contains(key) && !isNothing(value)
                    && (!key.equals(REDUCTION) || REDUCTIONS.contains(value.asText()))) {
                options.put(key, Config.value(value));
            } else if (key.equals("seed") && !value.isNull()) {
                left.add(place + ": all draws depend on the seed of the training");
            } else if (!isNothing(value) && !ELSEWHERE.contains(key)
                    && !NEUTRAL.getOrDefault(key, Set.of()).contains(value.toString()) && !isInitial(key, value)) {
                throw problem(place, shortened(value) + " has no equal here: " + kind + " '" + name + "' has no such option",
                        null);
            } else if (key.equals("activity_regularizer") && !value.isNull()) {
                throw problem(place, "a regularizer of outputs has no equal at this layer", null);
            }
        }
        return options.isEmpty() ? name : Map.of(name, options);
    }

    /** Statistics begin as ours do. */
    private static boolean isInitial(String key, JsonNode value) {
        String type = value.path("class_name").asText(value.asText("")).toLowerCase(Locale.ROOT);
        return key.equals("moving_mean_initializer") && type.equals("zeros")
                || key.equals("moving_variance_initializer") && type.equals("ones") || key.equals("seed");
    }

    private static boolean isNothing(JsonNode value) {
        return value.isNull() || value.isBoolean() && !value.booleanValue();
    }

    private void value(Option option, JsonNode value, String place, Map<String, Object> options) {
        if (value.isNull()) {
            return;
        }
        Object plain;
        if (option.kind().isPresent() && option.type() == Option.Type.TECHNIQUE) {
            plain = read(value, option.kind().get(), place);
        } else if (option.kind().isPresent() && option.type() == Option.Type.TECHNIQUES && value.isArray()) {
            List<Object> read = new ArrayList<>();
            for (int i = 0; i < value.size(); i++) {
                read.add(read(value.get(i), option.kind().get(), place + "/" + i));
            }
            plain = read;
        } else if (option.type() == Option.Type.SCHEDULED && value.isObject()) {
            plain = new ScheduleReader(this).read(value, place);
        } else if (option.type() == Option.Type.INTEGER && value.isArray() && value.size() == 1) {
            plain = Config.value(value.get(0));
        } else if (option.type() == Option.Type.INTEGERS && value.isArray()) {
            List<Object> flat = new ArrayList<>();
            value.forEach(item -> {
                if (item.isArray()) {
                    item.forEach(inner -> flat.add(Config.value(inner)));
                } else {
                    flat.add(Config.value(item));
                }
            });
            plain = flat;
        } else if (!option.choices().isEmpty() && value.isTextual()) {
            plain = value.textValue().toLowerCase(Locale.ROOT);
        } else {
            plain = Config.value(value);
        }
        if (plain != null) {
            options.put(option.name(), plain);
        }
    }

    /** The options that all techniques of a kind take. */
    Set<String> common(Kind kind) {
        return Set.copyOf(techniques.commonOptions(kind));
    }

    /** Notes what is passed over and should be known. */
    void left(String line) {
        left.add(line);
    }

    InputException problem(String where, String problem, @Nullable String remedy) {
        return new InputException(file, where, problem, remedy);
    }

    static String shortened(JsonNode node) {
        String text = node.toString();
        return text.length() > 80 ? text.substring(0, 80) + "…" : text;
    }
}
