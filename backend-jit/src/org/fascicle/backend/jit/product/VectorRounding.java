package org.fascicle.backend.jit.product;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/** Rounds on the vector module. Loaded only where that is. */
final class VectorRounding extends Rounding {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
    private static final int L = S.length();
    private static final VectorSpecies<Short> HALF =
            VectorSpecies.of(short.class, VectorShape.forBitSize(S.vectorBitSize() / 2));
    private static final int DROPPED = 16;
    private static final int KEPT = 0xffff0000;
    private static final int BELOW_HALF = 0x7fff;
    private static final int QUIET = 0x400000;

    @Override
    public void round(float[] from, int at, int count, short[] to, int into) {
        if (count < L) {
            super.round(from, at, count, to, into);
            return;
        }
        for (int i = 0; i < count; i += L) {
            // Some twice: cheaper than a vector that is cut off.
            int j = Math.min(i, count - L);
            IntVector rounded = rounded(FloatVector.fromArray(S, from, at + j)).lanewise(VectorOperators.LSHR, DROPPED);
            ((ShortVector) rounded.convertShape(VectorOperators.I2S, HALF, 0)).intoArray(to, into + j);
        }
    }

    @Override
    public void pair(float[] first, int at, float[] second, int beside, int count, int[] to, int into) {
        if (count < L) {
            super.pair(first, at, second, beside, count, to, into);
            return;
        }
        for (int i = 0; i < count; i += L) {
            int j = Math.min(i, count - L);
            IntVector low = rounded(FloatVector.fromArray(S, first, at + j)).lanewise(VectorOperators.LSHR, DROPPED);
            IntVector high = rounded(FloatVector.fromArray(S, second, beside + j)).and(KEPT);
            low.or(high).intoArray(to, into + j);
        }
    }

    /** The bits in the upper halves; the lower ones are of no meaning. */
    private static IntVector rounded(FloatVector x) {
        IntVector bits = x.reinterpretAsInts();
        IntVector odd = bits.lanewise(VectorOperators.LSHR, DROPPED).and(1);
        VectorMask<Integer> nan = x.compare(VectorOperators.NE, x).cast(bits.species());
        return bits.add(odd).add(BELOW_HALF).blend(bits.or(QUIET), nan);
    }
}
