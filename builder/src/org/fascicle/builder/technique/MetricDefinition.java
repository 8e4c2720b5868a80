package org.fascicle.builder.technique;

import org.fascicle.api.technique.Kind;
import org.jspecify.annotations.Nullable;

/** A metric, with the options that it is given. Immutable. */
public abstract class MetricDefinition extends TechniqueDefinition {
    /**
     * A metric.
     *
     * @param technique the name, with its namespace and a colon unless that is Fascicle's own
     * @param values its options
     */
    protected MetricDefinition(String technique, Values values) {
        super(Kind.METRIC, technique, values);
    }

    @Override
    public abstract MetricDefinition option(String name, @Nullable Object value);

    @Override
    public abstract MetricDefinition version(@Nullable String range);
}
