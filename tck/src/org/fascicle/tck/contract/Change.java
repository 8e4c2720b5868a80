package org.fascicle.tck.contract;

/** A difference from the release. Immutable. */
public final class Change {
    private final String technique;
    private final boolean major;
    private final String text;

    Change(String technique, boolean major, String text) {
        this.technique = technique;
        this.major = major;
        this.text = text;
    }

    /** Kind and name; empty if the change is one of the bundle. */
    public String technique() {
        return technique;
    }

    /** Whether it breaks earlier model files, archives or results. */
    public boolean isMajor() {
        return major;
    }

    /** What was, and what is: {@code the option 'alpha': default 1.0 → 0.5}. */
    @Override
    public String toString() {
        return text;
    }
}
