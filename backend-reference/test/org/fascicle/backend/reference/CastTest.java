package org.fascicle.backend.reference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.junit.jupiter.api.Test;

/** Casts between all types. */
class CastTest {
    private final Evaluation evaluation = Evaluation.float64();

    @Test
    void realToInt32TruncatesAndSaturates() {
        Expr x = evaluation.vector(1.9, -1.9, Double.NaN, 3e9, -3e9, Double.POSITIVE_INFINITY, -0.5);
        assertArrayEquals(new int[] {1, -1, 0, Integer.MAX_VALUE, Integer.MIN_VALUE, Integer.MAX_VALUE, 0},
                evaluation.integers(x.cast(Type.INT32)));
    }

    @Test
    void realToUint32TruncatesAndSaturates() {
        Expr x = evaluation.vector(1.9, -1.9, Double.NaN, 3e9, 4294967295.0, 4294967296.0, Double.POSITIVE_INFINITY);
        assertArrayEquals(new int[] {1, 0, 0, (int) 3_000_000_000L, -1, -1, -1}, evaluation.integers(x.cast(Type.UINT32)));
    }

    @Test
    void realToBoolAsksForNonzero() {
        Expr x = evaluation.vector(0, -0.0, 1e-300, -2, Double.NaN);
        assertArrayEquals(new int[] {0, 0, 1, 1, 1}, evaluation.integers(x.cast(Type.BOOL)));
    }

    @Test
    void toReal() {
        assertArrayEquals(new double[] {-5, 2147483647}, evaluation.reals(
                evaluation.int32(-5, Integer.MAX_VALUE).cast(Type.REAL)));
        assertArrayEquals(new double[] {4294967295.0, 7}, evaluation.reals(
                evaluation.integer(Type.UINT32, Shape.of(2), -1, 7).cast(Type.REAL)));
        assertArrayEquals(new double[] {0, 1}, evaluation.reals(evaluation.bool(0, 1).cast(Type.REAL)));
        assertArrayEquals(new double[] {0.1}, evaluation.reals(evaluation.vector(0.1).cast(Type.REAL)));
    }

    @Test
    void betweenIntegers() {
        Expr x = evaluation.int32(0, -1, 12);
        assertArrayEquals(new int[] {0, 1, 1}, evaluation.integers(x.cast(Type.BOOL)));
        assertArrayEquals(new int[] {0, -1, 12}, evaluation.integers(x.cast(Type.UINT32)));
        assertArrayEquals(new int[] {0, 1}, evaluation.integers(evaluation.bool(0, 1).cast(Type.INT32)));
        assertArrayEquals(new int[] {1, 0}, evaluation.integers(evaluation.bool(1, 0).cast(Type.BOOL)));
    }

    @Test
    void toFloat32RoundsToNearest() {
        Evaluation single = Evaluation.float32();
        // 2^24 + 1 lies between two floats; the even one is taken. 2^32 − 1 is nearer to 2^32.
        assertArrayEquals(new double[] {16777216, 16777220}, single.reals(single.int32(16777217, 16777219).cast(Type.REAL)));
        assertArrayEquals(new double[] {4294967296.0},
                single.reals(single.integer(Type.UINT32, Shape.of(1), -1).cast(Type.REAL)));
    }
}
