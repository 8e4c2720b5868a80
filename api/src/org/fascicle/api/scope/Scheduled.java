package org.fascicle.api.scope;

import java.util.Objects;
import java.util.function.DoublePredicate;

import org.jspecify.annotations.Nullable;

/**
 * A hyperparameter that is either one number or follows a schedule. A technique declares it as a record component, and reads
 * its present value through {@link Scope#value(Scheduled)}. Immutable.
 */
public final class Scheduled {
    private final double number;
    private final @Nullable String key;

    private Scheduled(double number, @Nullable String key) {
        this.number = number;
        this.key = key;
    }

    /** One number, the same in every step. */
    public static Scheduled of(double number) {
        return new Scheduled(number, null);
    }

    /** A schedule, known to the platform under a key. For the platform's use. */
    public static Scheduled by(String key) {
        return new Scheduled(Double.NaN, Objects.requireNonNull(key));
    }

    /** Whether a schedule stands behind it. */
    public boolean isScheduled() {
        return key != null;
    }

    /** The number; NaN if it is scheduled. */
    public double number() {
        return number;
    }

    /** The schedule's key; null if it is one number. */
    public @Nullable String key() {
        return key;
    }

    /**
     * Refuses numbers that do not satisfy a condition; a schedule's values are not known yet and pass.
     *
     * @throws IllegalArgumentException with the message
     */
    public void require(DoublePredicate condition, String message) {
        if (key == null && !condition.test(number)) {
            throw new IllegalArgumentException(message);
        }
    }

    @Override
    public String toString() {
        return key == null ? Double.toString(number) : key;
    }
}
