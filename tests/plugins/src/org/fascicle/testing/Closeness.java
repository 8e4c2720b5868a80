package org.fascicle.testing;

import org.fascicle.api.backend.Precision;

/** How closely numbers must agree with those that were computed independently of the technique. */
public final class Closeness {
    private Closeness() {}

    /** How far a number may be from the right one, relative to the greatest in its tensor. */
    public static double tolerance(Precision precision) {
        return precision == Precision.FLOAT32 ? 1e-5 : 1e-10;
    }

    /** Fails if a number differs by more than the tolerance times the greatest magnitude in both tensors. */
    public static void assertClose(double[] expected, double[] actual, Precision precision, String what) {
        if (expected.length != actual.length) {
            throw new AssertionError(what + ": " + actual.length + " numbers, not " + expected.length);
        }
        double greatest = 0;
        for (int i = 0; i < expected.length; i++) {
            greatest = Math.max(greatest, Math.max(Math.abs(expected[i]), Math.abs(actual[i])));
        }
        for (int i = 0; i < expected.length; i++) {
            if (!(Math.abs(expected[i] - actual[i]) <= tolerance(precision) * greatest)) {
                throw new AssertionError(what + ", " + precision + ": number " + i + " is " + actual[i] + ", not " + expected[i]);
            }
        }
    }
}
