package org.fascicle.builder.technique;

import org.fascicle.api.technique.Kind;
import org.jspecify.annotations.Nullable;

/** An optimizer, with the options that it is given. Immutable. */
public abstract class OptimizerDefinition extends TechniqueDefinition {
    /**
     * An optimizer.
     *
     * @param technique the name, with its namespace and a colon unless that is Fascicle's own
     * @param values its options
     */
    protected OptimizerDefinition(String technique, Values values) {
        super(Kind.OPTIMIZER, technique, values);
    }

    @Override
    public abstract OptimizerDefinition option(String name, @Nullable Object value);

    @Override
    public abstract OptimizerDefinition version(@Nullable String range);
}
