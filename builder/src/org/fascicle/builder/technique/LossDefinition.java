package org.fascicle.builder.technique;

import org.fascicle.api.technique.Kind;
import org.jspecify.annotations.Nullable;

/** A loss, with the options that it is given. Immutable. */
public abstract class LossDefinition extends TechniqueDefinition {
    /**
     * A loss.
     *
     * @param technique the name, with its namespace and a colon unless that is Fascicle's own
     * @param values its options
     */
    protected LossDefinition(String technique, Values values) {
        super(Kind.LOSS, technique, values);
    }

    @Override
    public abstract LossDefinition option(String name, @Nullable Object value);

    @Override
    public abstract LossDefinition version(@Nullable String range);
}
