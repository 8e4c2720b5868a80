package org.fascicle.builder.technique;

import org.fascicle.api.technique.Kind;
import org.jspecify.annotations.Nullable;

/** An activation, with the options that it is given. Immutable. */
public abstract class ActivationDefinition extends TechniqueDefinition {
    /**
     * An activation.
     *
     * @param technique the name, with its namespace and a colon unless that is Fascicle's own
     * @param values its options
     */
    protected ActivationDefinition(String technique, Values values) {
        super(Kind.ACTIVATION, technique, values);
    }

    @Override
    public abstract ActivationDefinition option(String name, @Nullable Object value);

    @Override
    public abstract ActivationDefinition version(@Nullable String range);
}
