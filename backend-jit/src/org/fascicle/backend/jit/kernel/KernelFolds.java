package org.fascicle.backend.jit.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Puts together the partial results of short rows, in the order of {@link Scratch#sum}, halves, halves of these, and so on: in passes
 * over all rows, so that no vector is taken apart, and nothing is read that was written right before. Loaded only where the module
 * is.
 */
final class KernelFolds {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
    private static final int L = S.length();
    private static final int HALF = Scratch.LANES / 2;

    private KernelFolds() {}

    /**
     * Adds them up.
     *
     * @param partial those of some rows; overwritten
     * @param to where the results go
     * @param at the index of the first row's
     * @param apart the distance of the rows'
     * @param rows how many
     * @param first whether the results begin here; else these go on with what stands there
     */
    static void sum(float[] partial, float[] to, int at, int apart, int rows, boolean first) {
        for (int row = 0; row < rows; row++) {
            for (int i = 0; i < HALF; i += L) {
                int from = row * Scratch.LANES + i;
                FloatVector.fromArray(S, partial, from).add(FloatVector.fromArray(S, partial, from + HALF))
                        .intoArray(partial, row * HALF + i);
            }
        }
        for (int distance = HALF / 2; distance > 0; distance /= 2) {
            for (int i = 0; i < rows * HALF; i += L) {
                FloatVector.fromArray(S, partial, i).add(FloatVector.fromArray(S, partial, i + distance))
                        .intoArray(partial, i);
            }
        }
        for (int row = 0; row < rows; row++) {
            float sum = partial[row * HALF];
            int place = at + row * apart;
            to[place] = first ? sum : to[place] + sum;
        }
    }

    /** The same with the greatest of them; NaN if one is. */
    static void greatest(float[] partial, float[] to, int at, int apart, int rows, boolean first) {
        for (int row = 0; row < rows; row++) {
            for (int i = 0; i < HALF; i += L) {
                int from = row * Scratch.LANES + i;
                FloatVector.fromArray(S, partial, from).max(FloatVector.fromArray(S, partial, from + HALF))
                        .intoArray(partial, row * HALF + i);
            }
        }
        for (int distance = HALF / 2; distance > 0; distance /= 2) {
            for (int i = 0; i < rows * HALF; i += L) {
                FloatVector.fromArray(S, partial, i).max(FloatVector.fromArray(S, partial, i + distance))
                        .intoArray(partial, i);
            }
        }
        for (int row = 0; row < rows; row++) {
            float greatest = partial[row * HALF];
            int place = at + row * apart;
            to[place] = first ? greatest : Math.max(to[place], greatest);
        }
    }
}
