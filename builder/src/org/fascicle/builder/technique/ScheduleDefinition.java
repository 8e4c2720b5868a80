package org.fascicle.builder.technique;

import org.fascicle.api.technique.Kind;
import org.jspecify.annotations.Nullable;

/** A schedule, with the options that it is given. Immutable. */
public abstract class ScheduleDefinition extends TechniqueDefinition {
    /**
     * A schedule.
     *
     * @param technique the name, with its namespace and a colon unless that is Fascicle's own
     * @param values its options
     */
    protected ScheduleDefinition(String technique, Values values) {
        super(Kind.SCHEDULE, technique, values);
    }

    @Override
    public abstract ScheduleDefinition option(String name, @Nullable Object value);

    @Override
    public abstract ScheduleDefinition version(@Nullable String range);
}
