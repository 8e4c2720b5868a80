package org.fascicle.bench.plan;

import java.nio.charset.StandardCharsets;

/** Philox4x32-10 (Salmon et al., 2011), four words at a time, with the counter (block, step, hash of a path, 0). */
final class Words {
    static final int MULTIPLIER_0 = 0xD2511F53;
    static final int MULTIPLIER_1 = 0xCD9E8D57;
    static final int WEYL_0 = 0x9E3779B9;
    static final int WEYL_1 = 0xBB67AE85;
    private static final long LOW = 0xFFFFFFFFL;

    private Words() {}

    static int[] of(long seed, int block, int step, String path) {
        int[] c = {block, step, hash(path), 0};
        int k0 = (int) seed;
        int k1 = (int) (seed >>> 32);
        for (int round = 0; round < 10; round++) {
            long p0 = (MULTIPLIER_0 & LOW) * (c[0] & LOW);
            long p1 = (MULTIPLIER_1 & LOW) * (c[2] & LOW);
            c = new int[] {(int) (p1 >>> 32) ^ c[1] ^ k0, (int) p1, (int) (p0 >>> 32) ^ c[3] ^ k1, (int) p0};
            k0 += WEYL_0;
            k1 += WEYL_1;
        }
        return c;
    }

    /** FNV-1a, 32 bits. */
    static int hash(String path) {
        int hash = 0x811C9DC5;
        for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xFF)) * 0x01000193;
        }
        return hash;
    }
}
