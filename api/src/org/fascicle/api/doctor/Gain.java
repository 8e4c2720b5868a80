package org.fascicle.api.doctor;

/** What a change has gained: the loss on the same rows after as many steps. Immutable. */
public final class Gain {
    private final double before;
    private final double after;

    private Gain(double before, double after) {
        this.before = before;
        this.after = after;
    }

    /**
     * A gain.
     *
     * @param before the loss of the definition as it was; infinite if it diverged
     * @param after the loss of the changed one
     */
    public static Gain of(double before, double after) {
        return new Gain(before, after);
    }

    /** The loss without the change; infinite if the training diverged. */
    public double before() {
        return before;
    }

    /** The loss with the change; infinite if the training diverged. */
    public double after() {
        return after;
    }
}
