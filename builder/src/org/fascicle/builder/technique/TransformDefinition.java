package org.fascicle.builder.technique;

import org.fascicle.api.technique.Kind;
import org.jspecify.annotations.Nullable;

/** A gradient transform, with the options that it is given. Immutable. */
public abstract class TransformDefinition extends TechniqueDefinition {
    /**
     * A gradient transform.
     *
     * @param technique the name, with its namespace and a colon unless that is Fascicle's own
     * @param values its options
     */
    protected TransformDefinition(String technique, Values values) {
        super(Kind.TRANSFORM, technique, values);
    }

    @Override
    public abstract TransformDefinition option(String name, @Nullable Object value);

    @Override
    public abstract TransformDefinition version(@Nullable String range);
}
