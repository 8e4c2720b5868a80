package org.fascicle.format.keras;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.technique.Kind;
import org.fascicle.api.technique.Option;
import org.fascicle.api.technique.TechniqueType;
import org.fascicle.api.technique.Techniques;
import org.jspecify.annotations.Nullable;

/** Makes Keras's objects of techniques. All options are written, defaults included, since Keras's own defaults may be others. */
final class TechniqueWriter {
    private static final Set<String> PAIRS = Set.of("cropping", "padding");
    /** Options that Keras has not. */
    private static final Set<String> OURS = Set.of("input_axes", "output_axes", "sparse_categorical_crossentropy/axis",
            "multi_head_attention/use_causal_mask");
    private static final Set<Kind> WITH_SEED = Set.of(Kind.INITIALIZER);
    private static final Set<String> WITHOUT_SEED = Set.of("zeros", "ones", "constant", "identity");

    private final Techniques techniques;
    private final long stepsPerEpoch;

    /**
     * A writer.
     *
     * @param stepsPerEpoch what schedules that count epochs are converted with; 0 if it is not known
     */
    TechniqueWriter(Techniques techniques, long stepsPerEpoch) {
        this.techniques = techniques;
        this.stepsPerEpoch = stepsPerEpoch;
    }

    /** A technique as a model file writes it. */
    record Written(String name, Map<String, Object> options) {
        static Written of(@Nullable Object value) {
            if (value instanceof Map<?, ?> map) {
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    if (!"version".equals(entry.getKey())) {
                        Map<String, Object> options = new LinkedHashMap<>();
                        if (entry.getValue() instanceof Map<?, ?> given) {
                            given.forEach((key, option) -> options.put(String.valueOf(key), option));
                        }
                        return new Written(plain(String.valueOf(entry.getKey())), options);
                    }
                }
            }
            return new Written(plain(String.valueOf(value)), Map.of());
        }

        private static String plain(String name) {
            return name.startsWith(TechniqueType.FASCICLE + ":") ? name.substring(TechniqueType.FASCICLE.length() + 1) : name;
        }
    }

    /**
     * A technique by its own name and those of its options: model files may use others. A value that depends on which of them is used is
     * among the options.
     */
    Written written(@Nullable Object value, Kind kind) {
        if (value instanceof Number) {
            return techniques.all().stream().filter(type -> type.kind() == kind && type.number().isPresent()).findFirst()
                    .map(type -> new Written(type.qualifiedName(), Map.of(type.number().orElseThrow(), value)))
                    .orElseGet(() -> Written.of(value));
        }
        Written given = Written.of(value);
        TechniqueType type = techniques.find(kind, given.name(), null);
        Map<String, Object> options = new LinkedHashMap<>(given.options());
        for (Option option : type.options()) {
            given.options().keySet().stream().filter(option::isCalled).findFirst()
                    .ifPresent(key -> options.put(option.name(), options.remove(key)));
            if (!options.containsKey(option.name())) {
                Stream.concat(Stream.of(given.name()), given.options().keySet().stream())
                        .flatMap(name -> option.defaultUnder(name).stream()).findFirst()
                        .ifPresent(standard -> options.put(option.name(), standard));
            }
        }
        return new Written(type.qualifiedName(), options);
    }

    /** The object of a technique, or the name of a function if it is an activation. */
    JsonNode write(@Nullable Object value, Kind kind, String where) {
        Written written = written(value, kind);
        String theirs = Names.theirs(techniques, kind, written.name());
        if (theirs == null) {
            throw problem(where, "the " + kind + " '" + written.name() + "' has no equal in Keras");
        }
        if (kind == Kind.ACTIVATION) {
            if (!isDefault(written)) {
                throw problem(where, "the activation '" + written.name() + "' has options, and Keras's functions have none"
                        + "; as a layer of its own it may have some");
            }
            return Config.of(theirs);
        }
        ObjectNode config = options(written, kind, where);
        if (kind == Kind.LOSS) {
            more(written, kind).forEach(option -> config.set(option, Config.of(given(written, option))));
        }
        if (WITH_SEED.contains(kind) && !WITHOUT_SEED.contains(written.name())) {
            config.putNull("seed");
        }
        return Config.object(Names.module(kind), theirs, config);
    }

    /** Keras's class for a name of ours; null if there is none. */
    @Nullable
    String theirs(Kind kind, String ours) {
        return Names.theirs(techniques, kind, ours);
    }

    private boolean isDefault(Written written) {
        TechniqueType type = techniques.find(Kind.ACTIVATION, written.name(), null);
        return written.options().entrySet().stream().allMatch(given -> {
            Object standard = type.option(given.getKey()).filter(option -> option.kind().isEmpty() && !option.isRequired())
                    .map(Option::defaultValue).orElse(null);
            return given.getValue() == null || given.getValue().equals(standard)
                    || given.getValue() instanceof Number a && standard instanceof Number b && a.doubleValue() == b.doubleValue();
        });
    }

    /**
     * All options of a technique, by Keras's names. What is absent is left out: Keras's default is then the same, and there are options that
     * Keras has not.
     */
    ObjectNode options(Written written, Kind kind, String where) {
        TechniqueType type = techniques.find(kind, written.name(), null);
        ObjectNode config = Config.object();
        for (Option option : type.options()) {
            Object given = written.options().get(option.name());
            if (OURS.contains(option.name()) || OURS.contains(written.name() + "/" + option.name())) {
                requireAbsent(option, given, where);
                continue;
            }
            JsonNode value;
            if (option.kind().isPresent() && option.type() == Option.Type.TECHNIQUE) {
                Object technique = given != null ? given : option.isOptional() ? null : option.defaultText().orElse(null);
                value = technique == null ? Config.of(null) : write(technique, option.kind().get(), where + "/" + option.name());
            } else if (option.kind().isPresent() && option.type() == Option.Type.TECHNIQUES) {
                value = list(option, given, where + "/" + option.name());
            } else {
                value = plain(option, given, where);
            }
            if (!value.isNull()) {
                config.set(option.name(), value);
            }
        }
        Renormalization.write(config);
        return config;
    }

    private JsonNode list(Option option, @Nullable Object given, String where) {
        Object techniques = given != null ? given : option.isOptional() || option.isRequired() ? List.of()
                : option.defaultText().filter(name -> !name.isEmpty()).<Object>map(name -> name).orElse(List.of());
        List<?> all = techniques instanceof List<?> several ? several : List.of(techniques);
        ArrayNode list = Config.object().putArray(option.name());
        for (Object each : all) {
            list.add(write(each, option.kind().orElseThrow(), where + "/" + list.size()));
        }
        return list;
    }

    private static void requireAbsent(Option option, @Nullable Object given, String where) {
        if (given != null && !given.equals(standard(option))) {
            throw problem(where + "/" + option.name(), "Keras has no such option");
        }
    }

    private JsonNode plain(Option option, @Nullable Object given, String where) {
        if (given == null) {
            return Config.of(standard(option));
        } else if (option.type() == Option.Type.SCHEDULED && !(given instanceof Number)) {
            if (!option.name().equals("learning_rate")) {
                throw problem(where + "/" + option.name(), "it is scheduled, and Keras's is a number");
            }
            return new ScheduleWriter(this, stepsPerEpoch).write(given, where + "/" + option.name());
        } else if (PAIRS.contains(option.name()) && given instanceof List<?> sides && sides.size() == 4) {
            return Config.of(List.of(sides.subList(0, 2), sides.subList(2, 4)));
        } else if (option.name().equals("curve") && given instanceof String text) {
            return Config.of(text.toUpperCase(Locale.ROOT));
        }
        return Config.of(typed(option, given));
    }

    /** A number as a real one where it is one: Keras takes 1 for an integer, and refuses it, or computes with integers. */
    private static Object typed(Option option, Object given) {
        return switch (option.type()) {
            case NUMBER, SCHEDULED -> given instanceof Number number ? (Object) number.doubleValue() : given;
            case NUMBERS -> given instanceof List<?> list ? list.stream()
                    .map(each -> each instanceof Number number ? (Object) number.doubleValue() : each).toList() : given;
            default -> given;
        };
    }

    /** An option's default; null for none. */
    private static @Nullable Object standard(Option option) {
        return option.isOptional() || option.isRequired() ? null : option.type() == Option.Type.SCHEDULED
                ? Double.valueOf(option.defaultText().orElseThrow()) : option.defaultValue();
    }

    /** The value of an option that is no technique: what a model file gives, or the default. */
    @Nullable
    Object value(Written written, Kind kind, String name) {
        Object given = written.options().get(name);
        Optional<Option> option = techniques.find(kind, written.name(), null).option(name);
        return given == null ? option.map(TechniqueWriter::standard).orElse(null)
                : option.isPresent() ? typed(option.get(), given) : given;
    }

    /** What a model file says of each technique of a kind, beside its own options. */
    List<String> more(Written written, Kind kind) {
        TechniqueType type = techniques.find(kind, written.name(), null);
        List<String> more = new ArrayList<>(techniques.commonOptions(kind));
        type.options().forEach(option -> more.remove(option.name()));
        more.removeIf(name -> written.options().get(name) == null);
        return more;
    }

    /** An optional option's value. */
    static Object given(Written written, String option) {
        return Objects.requireNonNull(written.options().get(option));
    }

    static InputException problem(String where, String problem) {
        return new InputException(null, where, problem, null);
    }
}
