package org.fascicle.builder.technique;

import org.fascicle.api.technique.Kind;
import org.jspecify.annotations.Nullable;

/** A constraint, with the options that it is given. Immutable. */
public abstract class ConstraintDefinition extends TechniqueDefinition {
    /**
     * A constraint.
     *
     * @param technique the name, with its namespace and a colon unless that is Fascicle's own
     * @param values its options
     */
    protected ConstraintDefinition(String technique, Values values) {
        super(Kind.CONSTRAINT, technique, values);
    }

    @Override
    public abstract ConstraintDefinition option(String name, @Nullable Object value);

    @Override
    public abstract ConstraintDefinition version(@Nullable String range);
}
