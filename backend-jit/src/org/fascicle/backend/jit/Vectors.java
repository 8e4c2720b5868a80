package org.fascicle.backend.jit;

import jdk.incubator.vector.FloatVector;

/** What the vector module knows of the processor; loaded only where the module is. */
final class Vectors {
    private Vectors() {}

    /** How many floats a vector has. */
    static int width() {
        return FloatVector.SPECIES_PREFERRED.length();
    }
}
