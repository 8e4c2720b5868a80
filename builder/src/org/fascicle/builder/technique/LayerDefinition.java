package org.fascicle.builder.technique;

import org.fascicle.api.technique.Kind;
import org.jspecify.annotations.Nullable;

/** A layer, with the options that it is given. Immutable. */
public abstract class LayerDefinition extends TechniqueDefinition {
    /**
     * A layer.
     *
     * @param technique the name, with its namespace and a colon unless that is Fascicle's own
     * @param values its options
     */
    protected LayerDefinition(String technique, Values values) {
        super(Kind.LAYER, technique, values);
    }

    @Override
    public abstract LayerDefinition option(String name, @Nullable Object value);

    @Override
    public abstract LayerDefinition version(@Nullable String range);
}
