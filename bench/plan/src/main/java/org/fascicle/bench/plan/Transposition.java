package org.fascicle.bench.plan;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Transposes parts of matrices, in squares of a vector's length. Interleaving row i with row i + L / 2, for all i, so often
 * that all bits of the numbers of rows and columns have changed places, transposes a square.
 */
final class Transposition {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
    private static final int L = S.length();
    private static final int ROUNDS = Integer.numberOfTrailingZeros(L);
    private static final VectorShuffle<Float> LOWER = VectorShuffle.fromOp(S, i -> i / 2);
    private static final VectorShuffle<Float> UPPER = VectorShuffle.fromOp(S, i -> L / 2 + i / 2);
    private static final VectorMask<Float> ODD = VectorMask.fromLong(S, 0xAAAAAAAAAAAAAAAAL >>> Long.SIZE - L);

    private Transposition() {}

    /**
     * to[at + j · tld + i] := from[fo + i · fld + j] for the rows i from first to last − 1 and all columns.
     *
     * @param scratch {@link Product#SCRATCH} floats of the calling thread
     */
    static void rows(float[] from, int fo, int fld, int first, int last, int columns, float[] to, int at,
            int tld, float[] scratch) {
        for (int i = first; i < last; i += L) {
            for (int j = 0; j < columns; j += L) {
                if (i + L <= last && j + L <= columns) {
                    square(from, fo + i * fld + j, fld, to, at + j * tld + i, tld, scratch);
                } else {
                    rest(from, fo, fld, i, Math.min(last, i + L), j, Math.min(columns, j + L), to, at, tld);
                }
            }
        }
    }

    private static void square(float[] from, int fo, int fld, float[] to, int begin, int tld, float[] scratch) {
        for (int round = 0; round < ROUNDS; round++) {
            float[] in = round == 0 ? from : scratch;
            float[] out = round == ROUNDS - 1 ? to : scratch;
            int at = round == 0 ? fo : (round & 1) * L * L;
            int ld = round == 0 ? fld : L;
            int into = round == ROUNDS - 1 ? begin : (~round & 1) * L * L;
            int step = round == ROUNDS - 1 ? tld : L;
            for (int i = 0; i < L / 2; i++) {
                FloatVector a = FloatVector.fromArray(S, in, at + i * ld);
                FloatVector b = FloatVector.fromArray(S, in, at + (i + L / 2) * ld);
                a.rearrange(LOWER).blend(b.rearrange(LOWER), ODD).intoArray(out, into + 2 * i * step);
                a.rearrange(UPPER).blend(b.rearrange(UPPER), ODD).intoArray(out, into + (2 * i + 1) * step);
            }
        }
    }

    private static void rest(float[] from, int fo, int fld, int first, int last, int left, int right, float[] to, int at,
            int tld) {
        for (int i = first; i < last; i++) {
            for (int j = left; j < right; j++) {
                to[at + j * tld + i] = from[fo + i * fld + j];
            }
        }
    }
}
