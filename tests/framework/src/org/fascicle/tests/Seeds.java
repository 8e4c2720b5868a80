package org.fascicle.tests;

import java.util.Random;

/** Random numbers for tests: other ones in each run, and the same again with {@code -Dfascicle.tests.seed=…}. */
public final class Seeds {
    private static final long SEED = Long.getLong("fascicle.tests.seed", System.nanoTime());

    private Seeds() {}

    /** Random numbers for a test; prints what brings them back. */
    public static Random random(String test) {
        System.out.println(test + ": -Dfascicle.tests.seed=" + SEED);
        return new Random(SEED ^ test.hashCode());
    }
}
