package org.fascicle.doctor;

import java.util.Optional;

import org.fascicle.api.doctor.Diagnosis;

/** Recognizes one illness. */
interface Rule {
    /** What it looks at, in a word or some. */
    String subject();

    /** What is wrong; empty if this is not. */
    Optional<Diagnosis> look(Case seen);

    /** Why it could not look at a case; empty if it could. */
    default Optional<String> hindrance(Case seen) {
        return Optional.empty();
    }
}
