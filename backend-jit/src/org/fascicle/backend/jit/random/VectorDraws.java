package org.fascicle.backend.jit.random;

import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.XOR;

import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;
import org.fascicle.backend.jit.kernel.Scratch;

/**
 * Philox4x32-10 for sixteen counters at a time, each of whose words lies in a lane of 64 bits: two vectors of eight, so that
 * the processor works on one while it waits for the other's products. Loaded only where the module is, and used where
 * vectors have 512 bits: others do not multiply such lanes.
 */
final class VectorDraws implements Draws {
    private static final VectorSpecies<Long> S = LongVector.SPECIES_512;
    private static final int L = S.length();
    /** The elements of one call. */
    private static final int ELEMENTS = 2 * L * WORDS;
    private static final long WORD = 0xFFFFFFFFL;
    private static final long MULTIPLIER_0 = 0xD2511F53L;
    private static final long MULTIPLIER_1 = 0xCD9E8D57L;
    private static final int WEYL_0 = 0x9E3779B9;
    private static final int WEYL_1 = 0xBB67AE85;
    private static final int ROUNDS = 10;
    /** The counters of the lanes: in such an order words need but change places with their neighbours. */
    private static final LongVector COUNTERS = LongVector.fromArray(S, new long[] {0, 4, 1, 5, 2, 6, 3, 7}, 0);
    private static final VectorShuffle<Long> NEIGHBOURS = VectorShuffle.fromOp(S, i -> i ^ 1);
    private static final VectorMask<Long> ODD = VectorMask.fromLong(S, 0b10101010);

    @Override
    public void fill(Key key, int block, int[] to, int at, int count, Scratch scratch) {
        int whole = count / ELEMENTS * ELEMENTS;
        for (int i = 0; i < whole; i += ELEMENTS) {
            sixteen(key, block + i / WORDS, to, at + i);
        }
        if (whole < count) {
            int[] last = scratch.words(ELEMENTS);
            sixteen(key, block + whole / WORDS, last, 0);
            System.arraycopy(last, 0, to, at + whole, count - whole);
        }
    }

    // Written out: in so large a method the compiler inlines no others of ours, and their vectors would be objects. What c1,
    // c3, d1, d3 and the keys have above a word is cut off where they are used.
    private static void sixteen(Key key, int block, int[] to, int at) {
        LongVector c0 = COUNTERS.add(block).and(WORD);
        LongVector c1 = LongVector.broadcast(S, key.step);
        LongVector c2 = LongVector.broadcast(S, key.path & WORD);
        LongVector c3 = LongVector.broadcast(S, key.draw);
        LongVector d0 = COUNTERS.add(block + L).and(WORD);
        LongVector d1 = c1;
        LongVector d2 = c2;
        LongVector d3 = c3;
        LongVector k0 = LongVector.broadcast(S, key.seed);
        LongVector k1 = LongVector.broadcast(S, key.seed >>> Integer.SIZE);
        for (int round = 0; round < ROUNDS; round++) {
            LongVector p0 = c0.mul(MULTIPLIER_0);
            LongVector p1 = c2.mul(MULTIPLIER_1);
            LongVector q0 = d0.mul(MULTIPLIER_0);
            LongVector q1 = d2.mul(MULTIPLIER_1);
            c0 = p1.lanewise(LSHR, Integer.SIZE).lanewise(XOR, c1.lanewise(XOR, k0).and(WORD));
            c2 = p0.lanewise(LSHR, Integer.SIZE).lanewise(XOR, c3.lanewise(XOR, k1).and(WORD));
            d0 = q1.lanewise(LSHR, Integer.SIZE).lanewise(XOR, d1.lanewise(XOR, k0).and(WORD));
            d2 = q0.lanewise(LSHR, Integer.SIZE).lanewise(XOR, d3.lanewise(XOR, k1).and(WORD));
            c1 = p1;
            c3 = p0;
            d1 = q1;
            d3 = q0;
            k0 = k0.add(WEYL_0);
            k1 = k1.add(WEYL_1);
        }
        // Two words in a lane, the first in its lower half.
        long kept = WORD >>> key.shift | WORD >>> key.shift << Integer.SIZE;
        c0 = c0.or(c1.lanewise(LSHL, Integer.SIZE)).lanewise(LSHR, key.shift).and(kept);
        c2 = c2.or(c3.lanewise(LSHL, Integer.SIZE)).lanewise(LSHR, key.shift).and(kept);
        d0 = d0.or(d1.lanewise(LSHL, Integer.SIZE)).lanewise(LSHR, key.shift).and(kept);
        d2 = d2.or(d3.lanewise(LSHL, Integer.SIZE)).lanewise(LSHR, key.shift).and(kept);
        c0.blend(c2.rearrange(NEIGHBOURS), ODD).reinterpretAsInts().intoArray(to, at);
        c0.rearrange(NEIGHBOURS).blend(c2, ODD).reinterpretAsInts().intoArray(to, at + 2 * L);
        d0.blend(d2.rearrange(NEIGHBOURS), ODD).reinterpretAsInts().intoArray(to, at + 4 * L);
        d0.rearrange(NEIGHBOURS).blend(d2, ODD).reinterpretAsInts().intoArray(to, at + 6 * L);
    }
}
