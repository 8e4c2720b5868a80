package org.fascicle.bench.plan;

import static jdk.incubator.vector.VectorOperators.AND;
import static jdk.incubator.vector.VectorOperators.GE;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.OR;
import static jdk.incubator.vector.VectorOperators.XOR;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * What dropout multiplies with: 0 or 1 / (1 − rate), drawn by Philox4x32-10 with the counter (element / 4, step, path, 0),
 * so that a plan drops what Fascicle drops. A vector of counters at once.
 */
final class Draws {
    private static final VectorSpecies<Integer> I = IntVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Long> W = LongVector.SPECIES_PREFERRED;
    private static final int COUNTERS = W.length();
    private static final long LOW = 0xFFFFFFFFL;
    private static final VectorShuffle<Long> LOWER = VectorShuffle.fromOp(W, i -> i / 2);
    private static final VectorShuffle<Long> UPPER = VectorShuffle.fromOp(W, i -> COUNTERS / 2 + i / 2);
    private static final VectorMask<Long> ODD = VectorMask.fromLong(W, 0xAAL >>> 8 - COUNTERS);
    private static final LongVector NUMBERS = (LongVector) LongVector.zero(W).addIndex(1);
    /** Floats beyond the last element that {@link #factors} may write. */
    static final int SLACK = 4 * COUNTERS;

    private final int path;
    private final int least;
    private final int kept;
    private final long seed;

    /** Of the layer with that path. */
    Draws(long seed, String path, double rate) {
        this.path = Words.hash(path);
        this.seed = seed;
        least = (int) Math.ceil((float) rate * 0x1p24);
        kept = Float.floatToRawIntBits((float) (1 / (1 - rate)));
    }

    /** The factors of the elements from, a multiple of 4, to to − 1, and of up to {@link #SLACK} more, into[at] on. */
    void factors(int from, int to, int step, float[] into, int at) {
        for (int i = from; i < to; i += SLACK) {
            LongVector c0 = NUMBERS.add(i / 4);
            LongVector c1 = LongVector.broadcast(W, step & LOW);
            LongVector c2 = LongVector.broadcast(W, path & LOW);
            LongVector c3 = LongVector.zero(W);
            int k0 = (int) seed;
            int k1 = (int) (seed >>> 32);
            for (int round = 0; round < 10; round++) {
                LongVector p0 = c0.mul(Words.MULTIPLIER_0 & LOW);
                LongVector p1 = c2.mul(Words.MULTIPLIER_1 & LOW);
                c0 = p1.lanewise(LSHR, 32).lanewise(XOR, c1).lanewise(XOR, k0 & LOW);
                c2 = p0.lanewise(LSHR, 32).lanewise(XOR, c3).lanewise(XOR, k1 & LOW);
                c1 = p1.lanewise(AND, LOW);
                c3 = p0.lanewise(AND, LOW);
                k0 += Words.WEYL_0;
                k1 += Words.WEYL_1;
            }
            LongVector first = c0.lanewise(OR, c1.lanewise(LSHL, 32));
            LongVector second = c2.lanewise(OR, c3.lanewise(LSHL, 32));
            put(first.rearrange(LOWER).blend(second.rearrange(LOWER), ODD), into, at + i - from);
            put(first.rearrange(UPPER).blend(second.rearrange(UPPER), ODD), into,
                    at + i - from + SLACK / 2);
        }
    }

    private void put(LongVector words, float[] into, int at) {
        IntVector bits = words.reinterpretAsInts().lanewise(LSHR, 8);
        IntVector.zero(I).blend(kept, bits.compare(GE, least)).reinterpretAsFloats().intoArray(into, at);
    }
}
