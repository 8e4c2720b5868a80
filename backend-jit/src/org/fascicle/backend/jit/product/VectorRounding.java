package org.fascicle.backend.jit.product;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;
import org.fascicle.api.expr.Bfloat16;

/** Rounds on the vector module. Loaded only where that is. */
final class VectorRounding implements Rounding {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
    private static final int L = S.length();
    private static final VectorSpecies<Short> HALF =
            VectorSpecies.of(short.class, VectorShape.forBitSize(S.vectorBitSize() / 2));
    private static final int DROPPED = 16;
    private static final int BELOW_HALF = 0x7fff;
    private static final int QUIET = 0x400000;

    @Override
    public void round(float[] from, int at, int count, short[] to) {
        int i = 0;
        for (; i + L <= count; i += L) {
            FloatVector x = FloatVector.fromArray(S, from, at + i);
            IntVector bits = x.reinterpretAsInts();
            IntVector odd = bits.lanewise(VectorOperators.LSHR, DROPPED).and(1);
            VectorMask<Integer> nan = x.compare(VectorOperators.NE, x).cast(bits.species());
            IntVector rounded = bits.add(odd).add(BELOW_HALF).blend(bits.or(QUIET), nan).lanewise(VectorOperators.LSHR, DROPPED);
            ((ShortVector) rounded.convertShape(VectorOperators.I2S, HALF, 0)).intoArray(to, i);
        }
        for (; i < count; i++) {
            to[i] = (short) Bfloat16.bits(from[at + i]);
        }
    }
}
