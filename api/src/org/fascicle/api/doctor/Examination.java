package org.fascicle.api.doctor;

import java.util.List;

/** What a doctor has found, and what it could not look at. Immutable. */
public final class Examination {
    private final List<Diagnosis> findings;
    private final List<String> unseen;

    private Examination(List<Diagnosis> findings, List<String> unseen) {
        this.findings = findings;
        this.unseen = unseen;
    }

    /**
     * An examination.
     *
     * @param findings what is wrong, the worst first
     * @param unseen a sentence for each thing that was not looked at, with the reason
     */
    public static Examination of(List<Diagnosis> findings, List<String> unseen) {
        return new Examination(List.copyOf(findings), List.copyOf(unseen));
    }

    /** What is wrong, the worst first; empty if nothing was found. */
    public List<Diagnosis> findings() {
        return findings;
    }

    /**
     * What was not looked at, and why: a sentence each. Empty if all was: then nothing that a doctor knows is wrong with a network
     * without findings.
     */
    public List<String> unseen() {
        return unseen;
    }

    /** For messages. */
    @Override
    public String toString() {
        return findings + ", not looked at: " + unseen;
    }
}
