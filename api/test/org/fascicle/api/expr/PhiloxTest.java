package org.fascicle.api.expr;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** The known answers of Random123, the reference implementation by the paper's authors (kat_vectors, philox4x32 10). */
class PhiloxTest {
    @Test
    void zeros() {
        assertArrayEquals(new int[] {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}, words(0, 0, 0, 0, 0));
    }

    @Test
    void ones() {
        assertArrayEquals(new int[] {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}, words(-1L, -1, -1, -1, -1));
    }

    @Test
    void digitsOfPi() {
        long key = 0x299f31d0L << 32 | 0xa4093822L;
        assertArrayEquals(new int[] {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1},
                words(key, 0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344));
    }

    @Test
    void hashIsFnv1a() {
        assertEquals(0x811c9dc5, Philox.hash(""));
        assertEquals(0xe40c292c, Philox.hash("a"));
        assertEquals(0xbf9cf968, Philox.hash("foobar"));
    }

    private static int[] words(long seed, int block, int step, int path, int draw) {
        int[] words = new int[4];
        Philox.words(seed, block, step, path, draw, words);
        return words;
    }
}
