package org.fascicle.builder.technique;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import org.fascicle.api.technique.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Which technique a model asks for, with the options that it is given: what stands in a model file, as a value. Pure data: it
 * knows no class of the technique, and is checked against the installed ones when the model is made. Immutable: each method that
 * sets an option returns another definition.
 */
public abstract class TechniqueDefinition {
    private final Kind kind;
    private final String technique;
    private final Values values;

    /**
     * A technique.
     *
     * @param kind the kind
     * @param technique the name, with its namespace and a colon unless that is Fascicle's own
     * @param values its options, and the versions that it is pinned to
     */
    protected TechniqueDefinition(Kind kind, String technique, Values values) {
        this.kind = Objects.requireNonNull(kind, "kind");
        this.technique = Objects.requireNonNull(technique, "technique");
        this.values = Objects.requireNonNull(values, "values");
    }

    /**
     * With the value of any option by name: one that a newer version of the technique has, or one that is expressly absent
     * (null).
     *
     * @param name as model files write it: {@code kernel_initializer}
     * @param value see {@link Values#with}
     * @throws org.fascicle.api.problem.InputException if a model file cannot say it
     */
    public abstract TechniqueDefinition option(String name, @Nullable Object value);

    /**
     * Pinned to some versions of the technique.
     *
     * @param range an OSGi version range such as {@code [1.0,2)}
     */
    public abstract TechniqueDefinition version(@Nullable String range);

    /** The kind. */
    public Kind kind() {
        return kind;
    }

    /** The technique's name as model files write it. */
    public String technique() {
        return technique;
    }

    /** The versions that it is pinned to; empty for any. */
    public Optional<String> range() {
        return values.range();
    }

    /** The options that are given, by name, as a model file would have them. */
    public Map<String, Object> options() {
        return values.options();
    }

    /** Options and range; for definitions that are made from this one. */
    protected Values values() {
        return values;
    }

    /** As it stands in a model file: the name alone, or an object of the name, its options and perhaps a version range. */
    public Object tree() {
        if (values.options().isEmpty() && values.range().isEmpty()) {
            return technique;
        }
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put(technique, values.options());
        values.range().ifPresent(range -> tree.put("version", range));
        return Collections.unmodifiableMap(tree);
    }

    /** Whether the other is of the same kind and says the same. */
    @Override
    public final boolean equals(@Nullable Object other) {
        if (!(other instanceof TechniqueDefinition)) {
            return false;
        }
        TechniqueDefinition that = (TechniqueDefinition) other;
        return kind == that.kind && technique.equals(that.technique) && values.equals(that.values);
    }

    @Override
    public final int hashCode() {
        return Objects.hash(kind, technique, values);
    }

    /** For messages: {@code activation elu {alpha=0.5}}. */
    @Override
    public String toString() {
        return kind + " " + technique + values.range().map(range -> " " + range).orElse("")
                + (values.options().isEmpty() ? "" : " " + values.options());
    }
}
