package org.fascicle.api.expr;

import java.nio.charset.StandardCharsets;

/**
 * The counter-based generator Philox4x32-10 (Salmon et al., 2011, "Parallel random numbers: as easy as 1, 2, 3"), from which
 * every random draw of Fascicle comes, bit-equal on every backend. The key is the run's seed; the counter is
 * (element / 4, step, hash of the path, draw). Stateless, safe for any thread.
 */
public final class Philox {
    private static final int MULTIPLIER_0 = 0xD2511F53;
    private static final int MULTIPLIER_1 = 0xCD9E8D57;
    private static final int WEYL_0 = 0x9E3779B9;
    private static final int WEYL_1 = 0xBB67AE85;

    private Philox() {}

    /**
     * Four words of 32 random bits.
     *
     * @param seed the key
     * @param block the index of the first of four elements, divided by 4
     * @param step the training step; its lower 32 bits count
     * @param path the hash of the path, see {@link #hash}
     * @param draw the number of the draw under that path
     * @param into receives the four words
     */
    public static void words(long seed, int block, int step, int path, int draw, int[] into) {
        int c0 = block;
        int c1 = step;
        int c2 = path;
        int c3 = draw;
        int k0 = (int) seed;
        int k1 = (int) (seed >>> 32);
        for (int round = 0; round < 10; round++) {
            long p0 = (MULTIPLIER_0 & 0xFFFFFFFFL) * (c0 & 0xFFFFFFFFL);
            long p1 = (MULTIPLIER_1 & 0xFFFFFFFFL) * (c2 & 0xFFFFFFFFL);
            int h0 = (int) (p0 >>> 32);
            int h1 = (int) (p1 >>> 32);
            c0 = h1 ^ c1 ^ k0;
            c1 = (int) p1;
            c2 = h0 ^ c3 ^ k1;
            c3 = (int) p0;
            k0 += WEYL_0;
            k1 += WEYL_1;
        }
        into[0] = c0;
        into[1] = c1;
        into[2] = c2;
        into[3] = c3;
    }

    /** The hash of a path that goes into the counter: FNV-1a, 32 bits, over its UTF-8 bytes. */
    public static int hash(String path) {
        int hash = 0x811C9DC5;
        for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xFF)) * 0x01000193;
        }
        return hash;
    }
}
