package org.fascicle.api.expr;

import java.util.List;

/**
 * The number format bfloat16: binary32 without its lower 16 bits, so 8 bits of exponent and 8 of significand. The attribute
 * {@code format} of a {@code cast} from real to real names it; the result is a real that the format holds. Safe for any thread.
 */
public final class Bfloat16 {
    /** The attribute of {@code cast} that says to which format reals are rounded. */
    public static final String ATTRIBUTE = "format";
    /** The format's name. */
    public static final String NAME = "bfloat16";

    private static final int DROPPED = 16;
    private static final int BELOW_HALF = 0x7fff;
    private static final int QUIET = 0x400000;

    private Bfloat16() {}

    /** A real, rounded to the format when it is used in a product. */
    public static Expr round(Expr x) {
        return Primitives.CAST.apply(List.of(x), Attributes.of("type", Type.REAL).with(ATTRIBUTE, NAME));
    }

    /** Whether an operation rounds reals to this format. */
    public static boolean isRounding(Primitive op, Attributes attributes) {
        return op == Primitives.CAST && attributes.has(ATTRIBUTE);
    }

    /** The nearest number of the format, the even one of two; infinity beyond the largest, NaN stays NaN. */
    public static float round(float x) {
        return Float.intBitsToFloat(bits(x) << DROPPED);
    }

    /** The 16 bits of {@link #round(float)}, in the lower half. */
    public static int bits(float x) {
        int bits = Float.floatToRawIntBits(x);
        if (x != x) {
            return (bits | QUIET) >>> DROPPED;
        }
        return bits + BELOW_HALF + (bits >>> DROPPED & 1) >>> DROPPED;
    }
}
