package org.fascicle.backend.jit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Random;

import org.fascicle.api.expr.Bfloat16;
import org.fascicle.api.expr.Shape;
import org.fascicle.backend.jit.kernel.Form;
import org.fascicle.backend.jit.product.Rounding;
import org.fascicle.backend.testing.Comparison;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** All ways to round to bfloat16 give the same bits. */
class RoundingTest {
    private static final int STEP = 7919;

    @ParameterizedTest
    @EnumSource(Form.class)
    void asTheFormatSays(Form form) {
        Rounding rounding = Rounding.of(form);
        int count = 2053;
        float[] from = new float[count + 3];
        short[] to = new short[count];
        for (long first = Integer.MIN_VALUE; first <= Integer.MAX_VALUE; first += (long) STEP * count) {
            short[] expected = new short[count];
            for (int i = 0; i < count; i++) {
                from[i + 3] = Float.intBitsToFloat((int) (first + (long) STEP * i));
                expected[i] = (short) Bfloat16.bits(from[i + 3]);
            }
            rounding.round(from, 3, count, to, 0);
            assertArrayEquals(expected, to);
        }
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void pairsOfAnyLength(Form form) {
        Rounding rounding = Rounding.of(form);
        Random random = new Random(3);
        float[] from = new float[200];
        for (int i = 0; i < from.length; i++) {
            from[i] = Float.intBitsToFloat(random.nextInt());
        }
        for (int count = 0; count < 70; count++) {
            int[] to = new int[count + 5];
            rounding.pair(from, 3, from, 101, count, to, 2);
            short[] one = new short[count + 4];
            rounding.round(from, 3, count, one, 4);
            for (int i = 0; i < count; i++) {
                assertEquals(Bfloat16.bits(from[3 + i]) | Bfloat16.bits(from[101 + i]) << Short.SIZE, to[2 + i]);
                assertEquals((short) Bfloat16.bits(from[3 + i]), one[4 + i]);
            }
            assertEquals(0, to[1] | to[count + 2]);
        }
    }

    @Test
    void generatedKernelsToo() {
        Comparison comparison = new Comparison(1, Subject.families()).tolerance(0);
        float[] values = {0f, -0f, 1f, 1.00390625f, 1.01171875f, -3.3e38f, Float.MAX_VALUE, 1e-40f, 0.1f, Float.NaN,
            Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY};
        comparison.check(Bfloat16.round(comparison.real(Shape.of(values.length), values)).mul(0.5));
        assertEquals(1f, Bfloat16.round(1.00390625f));
        assertEquals(1.015625f, Bfloat16.round(1.01171875f));
        assertEquals(List.of(0x7f80, 0x7fc0), List.of(Bfloat16.bits(Float.MAX_VALUE), Bfloat16.bits(Float.NaN)));
    }
}
