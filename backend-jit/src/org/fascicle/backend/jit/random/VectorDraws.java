package org.fascicle.backend.jit.random;

import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;
import org.fascicle.backend.jit.kernel.Scratch;

/**
 * Philox4x32-10 for eight counters at a time, each of whose words lies in a lane of 64 bits. Loaded only where the module
 * is, and used where vectors have 512 bits: others do not multiply such lanes.
 */
final class VectorDraws implements Draws {
    private static final VectorSpecies<Long> S = LongVector.SPECIES_512;
    private static final int L = S.length();
    private static final long WORD = 0xFFFFFFFFL;
    private static final long MULTIPLIER_0 = 0xD2511F53L;
    private static final long MULTIPLIER_1 = 0xCD9E8D57L;
    private static final int WEYL_0 = 0x9E3779B9;
    private static final int WEYL_1 = 0xBB67AE85;
    private static final int ROUNDS = 10;
    private static final LongVector LANES = LongVector.zero(S).addIndex(1);
    /** Lanes 0 0 1 1 2 2 3 3 and 4 4 5 5 6 6 7 7; every other one is then taken from the second vector. */
    private static final VectorShuffle<Long> LOW = VectorShuffle.fromOp(S, i -> i / 2);
    private static final VectorShuffle<Long> HIGH = VectorShuffle.fromOp(S, i -> L / 2 + i / 2);
    private static final VectorMask<Long> ODD = VectorMask.fromLong(S, 0b10101010);

    @Override
    public void fill(Key key, int block, int[] to, int at, int count, Scratch scratch) {
        int whole = count / (L * WORDS) * (L * WORDS);
        for (int i = 0; i < whole; i += L * WORDS) {
            eight(key, block + i / WORDS, to, at + i);
        }
        PLAIN.fill(key, block + whole / WORDS, to, at + whole, count - whole, scratch);
    }

    private static void eight(Key key, int block, int[] to, int at) {
        LongVector c0 = LANES.add(block).and(WORD);
        LongVector c1 = LongVector.broadcast(S, key.step & WORD);
        LongVector c2 = LongVector.broadcast(S, key.path & WORD);
        LongVector c3 = LongVector.broadcast(S, key.draw & WORD);
        int k0 = (int) key.seed;
        int k1 = (int) (key.seed >>> Integer.SIZE);
        for (int round = 0; round < ROUNDS; round++) {
            LongVector p0 = c0.mul(MULTIPLIER_0);
            LongVector p1 = c2.mul(MULTIPLIER_1);
            c0 = p1.lanewise(VectorOperators.LSHR, Integer.SIZE).lanewise(VectorOperators.XOR, c1)
                    .lanewise(VectorOperators.XOR, k0 & WORD);
            c2 = p0.lanewise(VectorOperators.LSHR, Integer.SIZE).lanewise(VectorOperators.XOR, c3)
                    .lanewise(VectorOperators.XOR, k1 & WORD);
            c1 = p1.and(WORD);
            c3 = p0.and(WORD);
            k0 += WEYL_0;
            k1 += WEYL_1;
        }
        LongVector first = pair(c0, c1, key.shift);
        LongVector second = pair(c2, c3, key.shift);
        first.rearrange(LOW).blend(second.rearrange(LOW), ODD).reinterpretAsInts().intoArray(to, at);
        first.rearrange(HIGH).blend(second.rearrange(HIGH), ODD).reinterpretAsInts().intoArray(to, at + 2 * L);
    }

    /** Two words in a lane, the first in its lower half. */
    private static LongVector pair(LongVector low, LongVector high, int shift) {
        return low.lanewise(VectorOperators.LSHR, shift)
                .or(high.lanewise(VectorOperators.LSHR, shift).lanewise(VectorOperators.LSHL, Integer.SIZE));
    }
}
