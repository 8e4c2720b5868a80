package org.fascicle.core.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

import org.fascicle.api.technique.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Which technique a model file asks for, with the options that it gives. Pure data: holds no class of a technique. Equal if
 * kind, name, range and options are, wherever it stands. Immutable.
 */
public final class TechniqueSpec {
    private final Kind kind;
    private final String name;
    private final @Nullable String range;
    private final Map<String, Object> options;
    private final String pointer;
    private final String source;
    private final Map<String, String> keys;
    private final String called;

    /**
     * A specification.
     *
     * @param kind the kind
     * @param name the name, with its namespace and a colon unless that is Fascicle's own
     * @param range an OSGi version range, or null for any version
     * @param options those that are given: {@code Double}, {@code Integer}, {@code Boolean}, {@code String}, lists of
     *     numbers or texts, {@code TechniqueSpec}, lists of these, or null where an option is expressly absent
     * @param pointer the JSON pointer of its options, or of its name where it has none
     * @param source what messages call the file
     */
    public TechniqueSpec(Kind kind, String name, @Nullable String range, Map<String, Object> options, String pointer,
            String source) {
        this(kind, name, range, options, pointer, source, Map.of(), name);
    }

    private TechniqueSpec(Kind kind, String name, @Nullable String range, Map<String, Object> options, String pointer,
            String source, Map<String, String> keys, String called) {
        this.kind = Objects.requireNonNull(kind);
        this.name = Objects.requireNonNull(name);
        this.range = range;
        this.options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
        this.pointer = Objects.requireNonNull(pointer);
        this.source = source;
        this.keys = keys;
        this.called = called;
    }

    /** The kind. */
    public Kind kind() {
        return kind;
    }

    /** The name as model files write it. */
    public String name() {
        return name;
    }

    /** The version range that it is pinned to; null for any. */
    public @Nullable String range() {
        return range;
    }

    /** The options that are given, by name, in the order of the file. */
    public Map<String, Object> options() {
        return options;
    }

    /** This with another value of an option. */
    public TechniqueSpec with(String option, Object value) {
        Map<String, Object> changed = new LinkedHashMap<>(options);
        changed.put(option, value);
        return new TechniqueSpec(kind, name, range, changed, pointer, source, keys, called);
    }

    /** This with options that the file writes by other names; by the technique's own. */
    TechniqueSpec written(Map<String, String> others) {
        return new TechniqueSpec(kind, name, range, options, pointer, source, Map.copyOf(others), called);
    }

    /** This, which the file calls by a name that may be an alias. */
    TechniqueSpec called(String written) {
        return new TechniqueSpec(kind, name, range, options, pointer, source, keys, written);
    }

    /** What a history calls it: {@code mse} if the file does, as in Keras; its own name where the file has that of a class. */
    public String reported() {
        return called.matches("([a-z][a-z0-9_.]*:)?[a-z][a-z0-9_]*") ? called : name;
    }

    /** The JSON pointer of its options, or of its name where it has none. Unique within one file. */
    public String pointer() {
        return pointer;
    }

    /** The JSON pointer of one of its options. */
    public String pointer(String option) {
        return Place.join(pointer, keys.getOrDefault(option, option));
    }

    /** What messages call the file that it stands in; may be null. */
    public String source() {
        return source;
    }

    @Override
    public boolean equals(Object other) {
        if (!(other instanceof TechniqueSpec)) {
            return false;
        }
        TechniqueSpec that = (TechniqueSpec) other;
        return kind == that.kind && name.equals(that.name) && Objects.equals(range, that.range)
                && options.equals(that.options);
    }

    @Override
    public int hashCode() {
        return Objects.hash(kind, name, range, options);
    }

    /** For messages and logs: {@code activation name {alpha=0.5}}. */
    @Override
    public String toString() {
        return kind + " " + name + (range == null ? "" : " " + range) + (options.isEmpty() ? "" : " " + options);
    }
}
