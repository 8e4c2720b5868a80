package org.fascicle.tck.check;

import java.util.Arrays;
import java.util.Random;

import org.fascicle.tck.subject.Subject;
import org.jspecify.annotations.Nullable;

/** What checks do with arrays of numbers. */
final class Numbers {
    private Numbers() {}

    /** Draws the same numbers for the same subject in every check. */
    static Random random(Subject subject) {
        return new Random(subject.toString().hashCode());
    }

    static boolean isFinite(double[] values) {
        return Arrays.stream(values).allMatch(Double::isFinite);
    }

    /** Whether all bits are the same; NaN equals NaN, and −0 is not 0. */
    static boolean sameBits(double @Nullable [] a, double @Nullable [] b) {
        return Arrays.equals(a, b);
    }

    static double greatest(double[] values) {
        return Arrays.stream(values).map(Math::abs).max().orElse(0);
    }

    /** The index of the first pair that differs by more than a tolerance; −1 if none does. */
    static int firstFar(double[] a, double[] b, double tolerance) {
        for (int i = 0; i < a.length; i++) {
            // Written so that NaN is far from everything but itself.
            if (!(Math.abs(a[i] - b[i]) <= tolerance) && Double.compare(a[i], b[i]) != 0) {
                return i;
            }
        }
        return -1;
    }
}
