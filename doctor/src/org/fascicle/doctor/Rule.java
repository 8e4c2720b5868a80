package org.fascicle.doctor;

import java.util.Optional;

import org.fascicle.api.doctor.Diagnosis;

/** Recognizes one illness. */
interface Rule {
    /** What is wrong; empty if this is not. */
    Optional<Diagnosis> look(Case seen);
}
