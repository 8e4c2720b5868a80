package org.fascicle.api.expr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;

import org.junit.jupiter.api.Test;

class Bfloat16Test {
    @Test
    void theNearestAndTheEvenOneOfTwo() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 200_000; i++) {
            float x = Float.intBitsToFloat(random.nextInt());
            if (i % 2 == 0) {
                x = Float.intBitsToFloat(Float.floatToRawIntBits(x) & 0xffff0000 | 0x8000);
            }
            if (Math.abs(x) > 0x1.fep127f || x != x) {
                continue;
            }
            int below = Float.floatToRawIntBits(x) & 0xffff0000;
            double low = Float.intBitsToFloat(below);
            double high = Float.intBitsToFloat(below + 0x10000);
            double distance = Math.abs(x - low) - Math.abs(x - high);
            boolean lowIsEven = (below & 0x10000) == 0;
            double nearest = distance < 0 || distance == 0 && lowIsEven ? low : high;
            assertEquals(nearest, Bfloat16.round(x), "seed " + seed + ": " + x);
            assertEquals(Bfloat16.round(x), Bfloat16.round(Bfloat16.round(x)));
        }
    }

    @Test
    void edges() {
        assertEquals(-0f, Bfloat16.round(-0f));
        assertEquals(Float.POSITIVE_INFINITY, Bfloat16.round(Float.MAX_VALUE));
        assertEquals(Float.NEGATIVE_INFINITY, Bfloat16.round(Float.NEGATIVE_INFINITY));
        assertEquals(0x1.fep127f, Bfloat16.round(0x1.fep127f));
        assertTrue(Float.isNaN(Bfloat16.round(Float.NaN)));
        assertTrue(Float.isNaN(Bfloat16.round(Float.intBitsToFloat(0x7f800001))));
    }

    @Test
    void aCastOfReals() {
        Expr x = Expressions.input("x", Type.REAL, Shape.of(2, 3));
        Expr rounded = Bfloat16.round(x);
        assertEquals(Type.REAL, rounded.type());
        assertEquals(x.shape(), rounded.shape());
        assertTrue(Bfloat16.isRounding(rounded.op(), rounded.attributes()));
        Expr cast = Expressions.cast(x, Type.INT32);
        assertFalse(Bfloat16.isRounding(cast.op(), cast.attributes()));
    }
}
