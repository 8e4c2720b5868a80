package org.fascicle.api.technique;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/** By which options of an optimizer a model file can ask for an update transform; what {@link Shorthand} declares. Immutable. */
public final class ShorthandOptions {
    private final int place;
    private final Map<String, String> options;
    private final @Nullable String flag;
    private final @Nullable String perParameter;

    private ShorthandOptions(int place, Map<String, String> options, @Nullable String flag,
            @Nullable String perParameter) {
        this.place = place;
        this.options = Collections.unmodifiableMap(options);
        this.flag = flag;
        this.perParameter = perParameter;
    }

    /**
     * Options as {@link Shorthand} writes them.
     *
     * @param place where the technique stands
     * @param options each {@code option=own} or {@code option}
     * @param flag the option that asks for the technique; empty for none
     * @param perParameter the option that parameter groups may give; empty for none
     * @throws IllegalArgumentException if they are none, or do not fit each other
     */
    public static ShorthandOptions of(int place, List<String> options, String flag, String perParameter) {
        Map<String, String> named = new LinkedHashMap<>();
        for (String option : options) {
            String[] names = option.split("=", 2);
            String own = names[names.length - 1];
            if (names[0].isBlank() || own.isBlank() || names[0].equals(flag) || named.put(names[0], own) != null) {
                throw new IllegalArgumentException(
                        "the shorthand option '" + option + "' must be a name of its own, or option=own");
            }
        }
        if (named.isEmpty() && flag.isEmpty() || !perParameter.isEmpty() && !named.containsKey(perParameter)) {
            throw new IllegalArgumentException(
                    "the shorthand " + options + " must have an option or a flag, and its per-parameter "
                            + "option '" + perParameter + "' if it has one");
        }
        return new ShorthandOptions(place, named, flag.isEmpty() ? null : flag, perParameter.isEmpty() ? null : perParameter);
    }

    /** What a class declares by {@link Shorthand}, without a prefix; empty if it is not annotated. */
    public static Optional<ShorthandOptions> of(Class<?> technique) {
        return Optional.ofNullable(technique.getAnnotation(Shorthand.class))
                .map(given -> of(given.place(), List.of(given.options()), given.flag(), given.perParameter()));
    }

    /** The same options with a prefix. */
    ShorthandOptions prefixed(String prefix) {
        Map<String, String> named = new LinkedHashMap<>();
        options.forEach((option, own) -> named.put(prefix + option, own));
        return new ShorthandOptions(place, named, flag == null ? null : prefix + flag,
                perParameter == null ? null : prefix + perParameter);
    }

    /** Where the technique stands: those of a lower place surround those of a higher one. */
    public int place() {
        return place;
    }

    /** The options of an optimizer that the technique takes, each with the name of the technique's own. */
    public Map<String, String> options() {
        return options;
    }

    /** The option of an optimizer, true or false, that asks for the technique; without one, each of the others does. */
    public Optional<String> flag() {
        return Optional.ofNullable(flag);
    }

    /** The option that a parameter group may give a value of its own, and that an optimizer may have itself. */
    public Optional<String> perParameter() {
        return Optional.ofNullable(perParameter);
    }

    /** All options of an optimizer that concern the technique; the one that asks for it first. */
    public List<String> names() {
        List<String> names = new ArrayList<>(options.keySet());
        flag().ifPresent(name -> names.add(0, name));
        return names;
    }
}
