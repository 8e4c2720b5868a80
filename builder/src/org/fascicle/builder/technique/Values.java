package org.fascicle.builder.technique;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import org.fascicle.api.problem.InputException;
import org.jspecify.annotations.Nullable;

/**
 * Options by name, and the range of versions that a technique is pinned to. The values are those of JSON: maps with text keys,
 * lists, texts, {@code Integer}, {@code Long} where that is too small, {@code Double}, truth values, null. Immutable.
 */
public final class Values {
    private static final Values NONE = new Values(Map.of(), null);

    private final Map<String, Object> options;
    private final @Nullable String range;

    private Values(Map<String, Object> options, @Nullable String range) {
        this.options = options;
        this.range = range;
    }

    /** No option, and no range. */
    public static Values none() {
        return NONE;
    }

    /**
     * With a value of an option; it replaces an earlier one.
     *
     * @param option the name as model files write it
     * @param value a number, a text, a truth value, an enum constant (which stands for its name in small letters), a technique,
     *     null for an option that is expressly absent, or a list, an array or a map of these
     * @throws InputException if JSON cannot say it
     */
    public Values with(String option, @Nullable Object value) {
        if (option == null || option.isBlank()) {
            throw new InputException("an option has no name");
        }
        Map<String, Object> more = new LinkedHashMap<>(options);
        more.put(option, json(value, option));
        return new Values(Collections.unmodifiableMap(more), range);
    }

    /** Pinned to versions such as {@code [1.0,2)}; null for any version. */
    public Values pinned(@Nullable String versions) {
        return new Values(options, versions);
    }

    /** The options, in the order in which they were given first. */
    public Map<String, Object> options() {
        return options;
    }

    /** The range of versions; empty for any. */
    public Optional<String> range() {
        return Optional.ofNullable(range);
    }

    /**
     * A value as JSON has it: see {@link #with}.
     *
     * @param value what stands for it
     * @param place what messages say it is the value of
     * @throws InputException if JSON cannot say it
     */
    public static @Nullable Object json(@Nullable Object value, String place) {
        if (value == null || value instanceof String || value instanceof Boolean) {
            return value;
        } else if (value instanceof TechniqueDefinition) {
            return ((TechniqueDefinition) value).tree();
        } else if (value instanceof Enum) {
            return ((Enum<?>) value).name().toLowerCase(Locale.ROOT);
        } else if (value instanceof Double || value instanceof Float) {
            return finite(((Number) value).doubleValue(), place);
        } else if (value instanceof Long || value instanceof Integer || value instanceof Short || value instanceof Byte) {
            return whole(((Number) value).longValue());
        } else if (value instanceof Iterable) {
            return list((Iterable<?>) value, place);
        } else if (value.getClass().isArray()) {
            return list(items(value), place);
        } else if (value instanceof Map) {
            return map((Map<?, ?>) value, place);
        }
        throw new InputException(null, null, "'" + place + "' cannot be an object of the class " + value.getClass().getName(),
                "Give it a number, a text, a truth value, a technique, or a list of these");
    }

    // As a reader of JSON has it: the smaller type where it is large enough.
    private static Number whole(long value) {
        if (value == (int) value) {
            return (int) value;
        }
        return value;
    }

    private static Double finite(double value, String place) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            throw new InputException("'" + place + "' must be a finite number, not " + value);
        }
        return value;
    }

    private static List<Object> items(Object array) {
        List<Object> items = new ArrayList<>();
        for (int i = 0; i < Array.getLength(array); i++) {
            items.add(Array.get(array, i));
        }
        return items;
    }

    private static List<Object> list(Iterable<?> values, String place) {
        List<Object> list = new ArrayList<>();
        for (Object value : values) {
            list.add(json(value, place));
        }
        return Collections.unmodifiableList(list);
    }

    private static Map<String, Object> map(Map<?, ?> values, String place) {
        Map<String, Object> map = new LinkedHashMap<>();
        values.forEach((key, value) -> {
            if (!(key instanceof String)) {
                throw new InputException("'" + place + "' has a key that is no text: " + key);
            }
            map.put((String) key, json(value, place + "." + key));
        });
        return Collections.unmodifiableMap(map);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Values && options.equals(((Values) other).options)
                && Objects.equals(range, ((Values) other).range);
    }

    @Override
    public int hashCode() {
        return Objects.hash(options, range);
    }

    @Override
    public String toString() {
        return options + (range == null ? "" : " " + range);
    }
}
