package org.fascicle.core.model;

import java.util.Objects;

import org.fascicle.api.scope.Scheduled;
import org.fascicle.api.technique.Interval;
import org.fascicle.api.technique.Kind;

/** A number of the platform's own that may be scheduled, such as the decay of weights. Immutable. */
public final class NumberSpec {
    /** What each may be, whether scheduled or not. */
    public static final Interval RANGE = Interval.parse("[0,inf)");

    private final double number;
    private final TechniqueSpec schedule;

    private NumberSpec(double number, TechniqueSpec schedule) {
        this.number = number;
        this.schedule = schedule;
    }

    /** A number that stays. */
    public static NumberSpec of(double number) {
        return new NumberSpec(number, null);
    }

    /** What a schedule says. */
    static NumberSpec by(TechniqueSpec schedule) {
        if (schedule.kind() != Kind.SCHEDULE) {
            throw new IllegalArgumentException(schedule + " is no schedule");
        }
        return new NumberSpec(Double.NaN, schedule);
    }

    /** Whether it is this very number in every step. */
    public boolean is(double other) {
        return schedule == null && number == other;
    }

    /** The schedule; null if it is one number. */
    public TechniqueSpec schedule() {
        return schedule;
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

    /** For messages: {@code 0.004}, {@code cosine}. */
    @Override
    public String toString() {
        return schedule == null ? Double.toString(number) : schedule.name();
    }
}
