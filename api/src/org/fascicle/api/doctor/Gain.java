package org.fascicle.api.doctor;

import java.util.Objects;

/** What a change has gained: a number of the same rows after as many steps, mostly the loss. Immutable. */
public final class Gain {
    private final String measure;
    private final boolean moreIsBetter;
    private final double before;
    private final double after;

    private Gain(String measure, boolean moreIsBetter, double before, double after) {
        this.measure = Objects.requireNonNull(measure);
        this.moreIsBetter = moreIsBetter;
        this.before = before;
        this.after = after;
    }

    /**
     * A gain of loss.
     *
     * @param before the loss of the definition as it was; infinite if it diverged
     * @param after the loss of the changed one
     */
    public static Gain of(double before, double after) {
        return new Gain("loss", false, before, after);
    }

    /**
     * A gain.
     *
     * @param measure what was measured, in words that follow "the"
     * @param moreIsBetter whether it is to be large
     * @param before that of the definition as it was; the worst there is, an infinity, if its training diverged
     * @param after that of the changed one
     */
    public static Gain of(String measure, boolean moreIsBetter, double before, double after) {
        return new Gain(measure, moreIsBetter, before, after);
    }

    /** What was measured: {@code loss}, {@code loss of rows that are not trained on}. */
    public String measure() {
        return measure;
    }

    /** Whether it is to be large; a loss is not. */
    public boolean isMoreBetter() {
        return moreIsBetter;
    }

    /** The number without the change; infinite if the training diverged. */
    public double before() {
        return before;
    }

    /** The number with the change; infinite if the training diverged. */
    public double after() {
        return after;
    }

    /** Whether it is better after than before. */
    public boolean isBetter() {
        return moreIsBetter ? after > before : after < before;
    }
}
