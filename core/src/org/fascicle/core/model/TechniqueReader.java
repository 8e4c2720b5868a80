package org.fascicle.core.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import org.fascicle.api.problem.InputException;
import org.fascicle.api.problem.Nearest;
import org.fascicle.api.technique.Kind;
import org.fascicle.api.technique.Option;
import org.fascicle.api.technique.TechniqueType;
import org.fascicle.api.technique.Techniques;
import org.fascicle.core.registry.KindNames;
import org.jspecify.annotations.Nullable;

/** Reads techniques, written {@code "name"}, {@code {"name": {…}}} or {@code {"name": {…}, "version": "[1,2)"}}. */
final class TechniqueReader {
    static final String VERSION = "version";

    private final Techniques techniques;
    private final @Nullable Absent absent;
    private final OptionReader options = new OptionReader(this);

    /**
     * A reader.
     *
     * @param techniques those that are installed
     * @param absent gets what is not; null if that is a problem
     */
    TechniqueReader(Techniques techniques, @Nullable Absent absent) {
        this.techniques = techniques;
        this.absent = absent;
    }

    /** A technique of a kind, all of its options checked. */
    TechniqueSpec read(Place place, Kind kind) {
        return read(place, kind, Set.of()).spec;
    }

    /** A technique of a kind, with the options that all of its kind have; those are left to the caller. */
    Read readWithCommon(Place place, Kind kind) {
        return read(place, kind, Set.copyOf(kind.commonOptions()));
    }

    /**
     * A technique of a kind, and options that are left to the caller. What an optimizer itself declares stays its own, as the
     * decay of one that decays weights itself.
     */
    Read read(Place place, Kind kind, Set<String> platform) {
        if (place.node().isTextual()) {
            if (isAbsent(kind, place.node().textValue(), null)) {
                return absent(place, null, kind, place.node().textValue(), null, platform);
            }
            TechniqueType type = find(place, kind, place.node().textValue(), null);
            return new Read(spec(place, null, type, place.node().textValue(), null, platform), null, platform);
        } else if (place.node().isNumber() && number(kind).isPresent()) {
            return new Read(number(place, number(kind).get()), null, platform);
        } else if (!place.node().isObject()) {
            throw place.mismatch(KindNames.withArticle(kind) + ": a name, or { name: { options } }");
        }
        String name = nameIn(place, kind);
        Place given = place.at(name);
        String range = place.has(VERSION) ? place.at(VERSION).text("a text such as \"[1.0,2)\"") : null;
        if (isAbsent(kind, name, range)) {
            return absent(given, given, kind, name, range, platform);
        }
        Place asked = range != null && isInstalled(kind, name) ? place.at(VERSION) : given;
        TechniqueType type = find(asked, kind, name, range);
        if (!given.node().isObject()) {
            throw given.problem(
                    "the options of '" + name + "' must be an object, not " + given.quote(), example(place, type));
        }
        Set<String> left = new HashSet<>(platform);
        if (kind == Kind.OPTIMIZER) {
            options(place, type).forEach(option -> left.remove(option.name()));
        }
        return new Read(spec(given, given, type, name, range, left), given, left);
    }

    /** The type of a technique that was read; null if it may be absent, and is. */
    @Nullable
    TechniqueType type(Place place, TechniqueSpec spec) {
        return isAbsent(spec.kind(), spec.name(), spec.range()) ? null : find(place, spec.kind(), spec.name(), spec.range());
    }

    /** What a technique declares as an option of a name. */
    Option option(Place place, TechniqueType type, String name) {
        return options(place, type).stream().filter(option -> option.name().equals(name)).findFirst()
                .orElseThrow(() -> place.problem(type + " of " + type.provider() + " has no option '" + name + "'", null));
    }

    /** The value of an option. */
    @Nullable
    Object value(Place place, Option option) {
        return options.read(place, option);
    }

    private TechniqueSpec spec(Place place, @Nullable Place given, TechniqueType type, String written,
            @Nullable String range, Set<String> platform) {
        List<Option> declared = options(place, type);
        Map<String, Object> values = new LinkedHashMap<>();
        Map<String, String> keys = new LinkedHashMap<>();
        if (given != null) {
            permitOnly(given, type, declared, platform);
        }
        for (Option option : declared) {
            boolean platforms = platform.contains(option.name());
            String key = given == null || platforms ? null : key(given, option);
            if (given != null && key != null) {
                values.put(option.name(), options.read(given.at(key), option));
                keys.put(option.name(), key);
            }
        }
        implied(given, written, declared, keys, values);
        for (Option option : declared) {
            if (option.isRequired() && !values.containsKey(option.name()) && !platform.contains(option.name())) {
                throw place.problem("'" + type.qualifiedName() + "' needs the option '" + option.name() + "'",
                        "It is " + option.expectation());
            }
        }
        return new TechniqueSpec(type.kind(), type.qualifiedName(), range, values, place.pointer(), place.source()).written(keys)
                .called(written);
    }

    private void permitOnly(Place given, TechniqueType type, List<Option> declared, Set<String> platform) {
        List<String> names = declared.stream().map(Option::name).collect(Collectors.toCollection(ArrayList::new));
        names.addAll(platform.stream().sorted().collect(Collectors.toList()));
        List<String> aliases = declared.stream().filter(option -> !platform.contains(option.name()))
                .flatMap(option -> option.aliases().stream()).collect(Collectors.toList());
        if (absent != null && type.kind() == Kind.OPTIMIZER) {
            given.keys().stream().filter(key -> !names.contains(key) && !aliases.contains(key)).forEach(absent::option);
        }
        given.permitOnly(names, aliases, "option of '" + type.qualifiedName() + "':",
                type.kind() == Kind.OPTIMIZER ? "; others come with techniques that are not installed" : "");
    }

    /** The name by which a file gives an option; null if it does not. */
    private static @Nullable String key(Place given, Option option) {
        List<String> keys = given.keys().stream().filter(option::isCalled).collect(Collectors.toList());
        if (keys.size() > 1) {
            throw given.at(keys.get(1)).problem("'" + keys.get(1) + "' and '" + keys.get(0) + "' are one option, given twice",
                    "Remove one of them");
        }
        return keys.isEmpty() ? null : keys.get(0);
    }

    /** Puts in what the names that the file uses say of options that it does not give. */
    private static void implied(@Nullable Place given, String written, List<Option> declared, Map<String, String> keys,
            Map<String, Object> values) {
        String plain = written.substring(written.indexOf(':') + 1);
        for (Option option : declared) {
            for (String key : keys.values()) {
                Object value = option.defaultUnder(key).orElse(null);
                if (value != null && given != null && values.containsKey(option.name())
                        && !value.equals(values.get(option.name()))) {
                    throw given.at(key).problem("'" + key + "' means that '" + option.name() + "' is " + value + ", but "
                            + values.get(option.name()) + " is given",
                            "Use the option's own name, '" + declared.stream().filter(each -> each.isCalled(key))
                                    .findFirst().orElseThrow().name() + "'");
                } else if (value != null) {
                    values.put(option.name(), value);
                }
            }
            option.defaultUnder(plain).ifPresent(value -> values.putIfAbsent(option.name(), value));
        }
    }

    /** The technique of a kind that a number stands for. */
    private Optional<TechniqueType> number(Kind kind) {
        return techniques.all().stream().filter(type -> type.kind() == kind && type.number().isPresent()).findFirst();
    }

    private TechniqueSpec number(Place place, TechniqueType type) {
        Option option = option(place, type, type.number().orElseThrow());
        return new TechniqueSpec(type.kind(), type.qualifiedName(), null,
                Collections.singletonMap(option.name(), options.read(place, option)), place.pointer(), place.source());
    }

    private boolean isAbsent(Kind kind, String name, @Nullable String range) {
        if (absent == null) {
            return false;
        }
        try {
            techniques.find(kind, name, range);
            return false;
        } catch (InputException e) {
            return true;
        }
    }

    private Read absent(Place place, @Nullable Place given, Kind kind, String name, @Nullable String range,
            Set<String> platform) {
        TechniqueSpec spec = new TechniqueSpec(kind, name, range, Map.of(), place.pointer(), place.source());
        Objects.requireNonNull(absent).technique(spec);
        return new Read(spec, given, platform);
    }

    private static String nameIn(Place place, Kind kind) {
        List<String> names = place.keys();
        names.remove(VERSION);
        if (names.isEmpty()) {
            throw place.problem("names no technique", "Write " + KindNames.withArticle(kind) + " as { name: { options } }");
        }
        if (names.size() > 1) {
            String extra = names.get(1);
            String hint = Nearest.hint(extra, Set.of(VERSION));
            String form = "Options go inside: { \"" + names.get(0) + "\": { … } }; a technique is an object of its own";
            throw place.problem("must name one technique, but has the keys '" + names.get(0) + "' and '" + extra + "'",
                    hint != null ? hint : form);
        }
        return names.get(0);
    }

    private TechniqueType find(Place place, Kind kind, String name, @Nullable String range) {
        try {
            return techniques.find(kind, name, range);
        } catch (InputException e) {
            throw place.problem(e.problem(), kind == Kind.LAYER ? asLayer(name).map(written -> "Write " + written)
                    .orElse(e.remedy()) : e.remedy());
        }
    }

    /** How something that is no layer is written as one, if it can be. */
    private Optional<String> asLayer(String name) {
        return isInstalled(Kind.LAYER, name) ? Optional.empty() : Arrays.stream(Kind.values())
                .filter(other -> isInstalled(other, name))
                .flatMap(other -> new Installed(techniques).asLayer(other, name).stream())
                .findFirst();
    }

    private boolean isInstalled(Kind kind, String name) {
        return techniques.all().stream().anyMatch(type -> type.kind() == kind && type.isCalled(name));
    }

    static List<Option> options(Place place, TechniqueType type) {
        try {
            return type.options();
        } catch (RuntimeException | LinkageError e) {
            throw place.problem(type + " of " + type.provider() + " cannot be used: " + e.getMessage(), null);
        }
    }

    private static String example(Place place, TechniqueType type) {
        return options(place, type).stream().findFirst()
                .map(option -> "Write { \"" + type.qualifiedName() + "\": { \"" + option.name() + "\": … } }")
                .orElse("It has no options: write \"" + type.qualifiedName() + "\"");
    }

    /** A technique that was read. */
    static final class Read {
        /** The technique, without the platform's options. */
        final TechniqueSpec spec;
        /** Its options, those of the platform included; null if it was only named. */
        final @Nullable Place given;

        private final Set<String> platform;

        Read(TechniqueSpec spec, @Nullable Place given, Set<String> platform) {
            this.spec = spec;
            this.given = given;
            this.platform = platform;
        }

        /** Whether an option of the platform is given, and not null. */
        boolean gives(String option) {
            return given != null && platform.contains(option) && given.gives(option);
        }

        /** An option of the platform. */
        Place at(String option) {
            return Objects.requireNonNull(given, option).at(option);
        }
    }
}
