package org.fascicle.builder.technique;

import org.fascicle.api.technique.Kind;
import org.jspecify.annotations.Nullable;

/** An initializer, with the options that it is given. Immutable. */
public abstract class InitializerDefinition extends TechniqueDefinition {
    /**
     * An initializer.
     *
     * @param technique the name, with its namespace and a colon unless that is Fascicle's own
     * @param values its options
     */
    protected InitializerDefinition(String technique, Values values) {
        super(Kind.INITIALIZER, technique, values);
    }

    @Override
    public abstract InitializerDefinition option(String name, @Nullable Object value);

    @Override
    public abstract InitializerDefinition version(@Nullable String range);
}
