package org.fascicle.backend.jit.movement;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Copies rows on the vector module, eight side by side: they lie anywhere in memory, so that the processor fetches ahead in eight
 * places instead of waiting at the beginning of each. Loaded only where the module is.
 */
final class VectorRows {
    static final int TOGETHER = 8;
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
    private static final int L = S.length();

    private VectorRows() {}

    /** Whether rows are long enough. */
    static boolean suits(int length) {
        return length >= L;
    }

    /** Brings eight rows, each from its place, behind each other. */
    static void eight(float[] from, int a0, int a1, int a2, int a3, int a4, int a5, int a6, int a7, float[] to, int c0,
            int length) {
        int c1 = c0 + length;
        int c2 = c1 + length;
        int c3 = c2 + length;
        int c4 = c3 + length;
        int c5 = c4 + length;
        int c6 = c5 + length;
        int c7 = c6 + length;
        for (int i = 0; i < length; i += L) {
            // Some twice: cheaper than a vector that is cut off.
            int j = Math.min(i, length - L);
            FloatVector.fromArray(S, from, a0 + j).intoArray(to, c0 + j);
            FloatVector.fromArray(S, from, a1 + j).intoArray(to, c1 + j);
            FloatVector.fromArray(S, from, a2 + j).intoArray(to, c2 + j);
            FloatVector.fromArray(S, from, a3 + j).intoArray(to, c3 + j);
            FloatVector.fromArray(S, from, a4 + j).intoArray(to, c4 + j);
            FloatVector.fromArray(S, from, a5 + j).intoArray(to, c5 + j);
            FloatVector.fromArray(S, from, a6 + j).intoArray(to, c6 + j);
            FloatVector.fromArray(S, from, a7 + j).intoArray(to, c7 + j);
        }
    }
}
