package org.fascicle.builder.technique;

import org.fascicle.api.technique.Kind;
import org.jspecify.annotations.Nullable;

/** A data source, with the options that it is given. Immutable. */
public abstract class DataDefinition extends TechniqueDefinition {
    /**
     * A data source.
     *
     * @param technique the name, with its namespace and a colon unless that is Fascicle's own
     * @param values its options
     */
    protected DataDefinition(String technique, Values values) {
        super(Kind.DATA, technique, values);
    }

    @Override
    public abstract DataDefinition option(String name, @Nullable Object value);

    @Override
    public abstract DataDefinition version(@Nullable String range);
}
