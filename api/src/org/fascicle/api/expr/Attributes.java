package org.fascicle.api.expr;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The constants that belong to an operation: axes, a target shape, a name. Immutable; equal when names and values are
 * equal. Values are {@link Integer}, {@link Double}, {@link Boolean}, {@link String}, {@link Shape}, {@link Type},
 * {@link ScanBody} and lists of integers.
 */
public final class Attributes {
    private static final Attributes NONE = new Attributes(Collections.emptyMap());

    private final Map<String, Object> values;

    private Attributes(Map<String, Object> values) {
        this.values = values;
    }

    /** No attributes. */
    public static Attributes none() {
        return NONE;
    }

    /** One attribute. */
    public static Attributes of(String name, Object value) {
        return NONE.with(name, value);
    }

    /** These and one more. */
    public Attributes with(String name, Object value) {
        Object kept = value;
        if (value instanceof int[]) {
            kept = Collections.unmodifiableList(
                    Arrays.stream((int[]) value).boxed().collect(Collectors.toList()));
        }
        Map<String, Object> more = new TreeMap<>(values);
        more.put(name, kept);
        return new Attributes(Collections.unmodifiableMap(more));
    }

    /** Whether an attribute of this name is there. */
    public boolean has(String name) {
        return values.containsKey(name);
    }

    /** An integer attribute. */
    public int integer(String name) {
        return (Integer) get(name);
    }

    /** A real attribute. */
    public double number(String name) {
        return (Double) get(name);
    }

    /** A truth value. */
    public boolean flag(String name) {
        return (Boolean) get(name);
    }

    /** A text attribute. */
    public String text(String name) {
        return (String) get(name);
    }

    /** A shape attribute. */
    public Shape shape(String name) {
        return (Shape) get(name);
    }

    /** A type attribute. */
    public Type type(String name) {
        return (Type) get(name);
    }

    /** The body of a scan. */
    public ScanBody body(String name) {
        return (ScanBody) get(name);
    }

    /** A list of integers, as a new array. */
    public int[] integers(String name) {
        return ((List<?>) get(name)).stream().mapToInt(i -> (Integer) i).toArray();
    }

    /** All attributes by name, in the order of their names. */
    public Map<String, Object> asMap() {
        return values;
    }

    private Object get(String name) {
        Object value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("there is no attribute '" + name + "' in " + values);
        }
        return value;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Attributes && values.equals(((Attributes) other).values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    @Override
    public String toString() {
        return values.toString();
    }
}
