package org.fascicle.api.conformance;

import java.util.Locale;
import java.util.Objects;

/** What one check of one technique found. Immutable; holds nothing of the technique but text. */
public final class Finding {
    /** How a check ended. */
    public enum Outcome {
        /** What was checked holds. */
        OK,
        /** It does not. */
        FAILED,
        /** It could not be checked. */
        SKIPPED;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final String bundle;
    private final String technique;
    private final String check;
    private final Outcome outcome;
    private final String reason;
    private final double seconds;
    private final boolean fatal;

    private Finding(String bundle, String technique, String check, Outcome outcome, String reason, double seconds,
            boolean fatal) {
        this.bundle = Objects.requireNonNull(bundle);
        this.technique = Objects.requireNonNull(technique);
        this.check = Objects.requireNonNull(check);
        this.outcome = Objects.requireNonNull(outcome);
        this.reason = Objects.requireNonNull(reason);
        this.seconds = seconds;
        this.fatal = fatal;
    }

    /**
     * A finding.
     *
     * @param bundle the bundle's symbolic name
     * @param technique kind and name, {@code activation elu}; empty if the finding is about the bundle
     * @param check what was checked: {@code gradient}
     * @param outcome how it ended
     * @param reason why it failed or was skipped; empty if it did neither
     * @param seconds how long it took
     */
    public static Finding of(String bundle, String technique, String check, Outcome outcome, String reason, double seconds) {
        return new Finding(bundle, technique, check, outcome, reason, seconds, false);
    }

    /** The same of a check that did not end, or harmed the process that made it. */
    public Finding fatal() {
        return new Finding(bundle, technique, check, outcome, reason, seconds, true);
    }

    /** The bundle's symbolic name. */
    public String bundle() {
        return bundle;
    }

    /** Kind and name of the technique; empty if the finding is about the bundle. */
    public String technique() {
        return technique;
    }

    /** What was checked. */
    public String check() {
        return check;
    }

    /** How it ended. */
    public Outcome outcome() {
        return outcome;
    }

    /** Why it failed or was skipped; empty if it did neither. */
    public String reason() {
        return reason;
    }

    /** How long it took. */
    public double seconds() {
        return seconds;
    }

    /**
     * Whether the check did not end, or harmed the process that made it: nothing more is checked of its technique, or of its bundle if it is
     * about that.
     */
    public boolean isFatal() {
        return fatal;
    }

    /** In one line: {@code activation elu: gradient: ok}. */
    @Override
    public String toString() {
        return (technique.isEmpty() ? bundle : technique) + ": " + check + ": " + outcome
                + (reason.isEmpty() ? "" : ": " + reason);
    }
}
