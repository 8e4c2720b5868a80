package org.fascicle.api.data;

import java.util.Objects;
import java.util.Optional;

/** What a source offers: rows to train on, and rows to test with. Immutable. */
public final class Data {
    private final Rows training;
    private final Rows test;

    private Data(Rows training, Rows test) {
        this.training = Objects.requireNonNull(training);
        this.test = test;
    }

    /** Training rows alone. */
    public static Data of(Rows training) {
        return new Data(training, null);
    }

    /** Training rows and test rows of the same shape. */
    public static Data of(Rows training, Rows test) {
        return new Data(training, Objects.requireNonNull(test));
    }

    /** The rows to train on (and to take validation rows from). */
    public Rows training() {
        return training;
    }

    /** The rows that are held back for the test, if the source separates them. */
    public Optional<Rows> test() {
        return Optional.ofNullable(test);
    }
}
