package org.fascicle.tests;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;

/** Comparisons of tensors by path. */
public final class Tensors {
    private Tensors() {}

    /** That two networks hold the same tensors, to the bit. */
    public static void assertSameBits(Map<String, double[]> expected, Map<String, double[]> actual) {
        assertEquals(expected.keySet(), actual.keySet());
        expected.forEach((path, values) -> assertArrayEquals(bits(values), bits(actual.get(path)), path));
    }

    /**
     * That each tensor is near the expected one.
     *
     * @param relative the most that ‖actual − expected‖₂ / ‖expected‖₂ may be
     * @param withoutGradient the path of a tensor whose true gradient is 0, so that it holds nothing but rounding errors:
     *     its elements are compared in absolute terms
     * @param absolute the most that such an element may differ by
     */
    public static void assertNear(Map<String, double[]> expected, Map<String, double[]> actual, double relative,
            String withoutGradient, double absolute) {
        assertEquals(expected.keySet(), actual.keySet());
        expected.forEach((path, values) -> {
            if (path.equals(withoutGradient)) {
                assertArrayEquals(values, actual.get(path), absolute, path);
            } else {
                double error = distance(values, actual.get(path)) / norm(values);
                assertTrue(error <= relative, () -> path + " is off by " + error + ", more than " + relative);
            }
        });
    }

    /** That every element is a finite number. */
    public static void assertFinite(Map<String, double[]> tensors) {
        tensors.forEach((path, values) -> {
            for (double value : values) {
                assertTrue(Double.isFinite(value), () -> path + " holds " + value);
            }
        });
    }

    private static long[] bits(double[] values) {
        long[] bits = new long[values.length];
        for (int i = 0; i < values.length; i++) {
            bits[i] = Double.doubleToRawLongBits(values[i]);
        }
        return bits;
    }

    private static double distance(double[] a, double[] b) {
        double squares = 0;
        for (int i = 0; i < a.length; i++) {
            squares += (a[i] - b[i]) * (a[i] - b[i]);
        }
        return Math.sqrt(squares);
    }

    private static double norm(double[] a) {
        return distance(a, new double[a.length]);
    }
}
