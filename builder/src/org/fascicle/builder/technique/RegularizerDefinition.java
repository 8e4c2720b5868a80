package org.fascicle.builder.technique;

import org.fascicle.api.technique.Kind;
import org.jspecify.annotations.Nullable;

/** A regularizer, with the options that it is given. Immutable. */
public abstract class RegularizerDefinition extends TechniqueDefinition {
    /**
     * A regularizer.
     *
     * @param technique the name, with its namespace and a colon unless that is Fascicle's own
     * @param values its options
     */
    protected RegularizerDefinition(String technique, Values values) {
        super(Kind.REGULARIZER, technique, values);
    }

    @Override
    public abstract RegularizerDefinition option(String name, @Nullable Object value);

    @Override
    public abstract RegularizerDefinition version(@Nullable String range);
}
