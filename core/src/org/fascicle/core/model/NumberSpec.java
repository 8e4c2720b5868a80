package org.fascicle.core.model;

import java.util.Objects;
import java.util.Optional;

import org.fascicle.api.scope.Scheduled;
import org.fascicle.api.technique.Interval;
import org.fascicle.api.technique.Kind;
import org.jspecify.annotations.Nullable;

/** A number that stands beside a technique's options and may be scheduled: the multiplier of a learning rate. Immutable. */
public final class NumberSpec {
    private final double number;
    private final @Nullable TechniqueSpec schedule;
    private final @Nullable Interval range;

    /**
     * A number.
     *
     * @param value a {@code Double} that stays, or the {@link TechniqueSpec} of a schedule
     * @param range what it may be in each step; null for anything
     */
    NumberSpec(Object value, @Nullable Interval range) {
        this.schedule = value instanceof TechniqueSpec ? (TechniqueSpec) value : null;
        this.number = schedule == null ? (Double) value : Double.NaN;
        this.range = range;
        if (schedule != null && schedule.kind() != Kind.SCHEDULE) {
            throw new IllegalArgumentException(schedule + " is no schedule");
        }
    }

    /** The schedule; null if it is one number. */
    public @Nullable TechniqueSpec schedule() {
        return schedule;
    }

    /** What it may be, whether scheduled or not; empty for anything. */
    public Optional<Interval> range() {
        return Optional.ofNullable(range);
    }

    /** What a scope gives its present value for. */
    public Scheduled scheduled() {
        return schedule == null ? Scheduled.of(number) : Scheduled.by(schedule.pointer());
    }

    /** As the value of a technique's option, see {@link TechniqueSpec#options()}. */
    public Object option() {
        return schedule == null ? (Object) number : schedule;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NumberSpec && Double.compare(number, ((NumberSpec) other).number) == 0
                && Objects.equals(schedule, ((NumberSpec) other).schedule);
    }

    @Override
    public int hashCode() {
        return Objects.hash(number, schedule);
    }

    /** For messages: {@code 0.004}, or the name of the schedule. */
    @Override
    public String toString() {
        return schedule == null ? Double.toString(number) : schedule.name();
    }
}
