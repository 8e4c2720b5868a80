package org.fascicle.backend.jit.kernel;

import jdk.incubator.vector.FloatVector;

/** What the vector module knows of the processor; loaded only where the module is. */
public final class Vectors {
    private Vectors() {}

    /** How many floats a vector has. */
    public static int width() {
        return FloatVector.SPECIES_PREFERRED.length();
    }
}
