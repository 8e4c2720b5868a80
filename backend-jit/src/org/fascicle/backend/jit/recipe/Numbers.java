package org.fascicle.backend.jit.recipe;

import org.fascicle.api.expr.Type;

/** Numbers as elements. */
public final class Numbers {
    private Numbers() {}

    /** Whether elements of a type lie in ints; others lie in floats. */
    public static boolean isInt(Type type) {
        return type == Type.INT32 || type == Type.UINT32;
    }

    /** A number as an element of a type that lies in ints, as a cast to it gives it. */
    public static int integer(double number, Type type) {
        if (type == Type.UINT32) {
            return number >= 0x1p32 ? -1 : number > 0 ? (int) (long) number : 0;
        }
        return (int) number;
    }

    /** A number as an element of a type that lies in floats. */
    public static float real(double number, Type type) {
        return type == Type.BOOL ? (number != 0 ? 1f : 0f) : (float) number;
    }

    /** A number as an element of any type; for those that lie in ints, the float of its bits. */
    public static float bits(double number, Type type) {
        return isInt(type) ? Float.intBitsToFloat(integer(number, type)) : real(number, type);
    }
}
