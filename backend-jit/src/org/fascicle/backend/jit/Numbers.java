package org.fascicle.backend.jit;

import org.fascicle.api.expr.Type;

/** Numbers as elements. */
final class Numbers {
    private Numbers() {}

    /** A number as an element of a type that lies in ints, as a cast to it gives it. */
    static int integer(double number, Type type) {
        if (type == Type.UINT32) {
            return number >= 0x1p32 ? -1 : number > 0 ? (int) (long) number : 0;
        }
        return (int) number;
    }

    /** A number as an element of a type that lies in floats. */
    static float real(double number, Type type) {
        return type == Type.BOOL ? (number != 0 ? 1f : 0f) : (float) number;
    }

    /** A number as an element of any type; for those that lie in ints, the float of its bits. */
    static float bits(double number, Type type) {
        return Translation.isInt(type) ? Float.intBitsToFloat(integer(number, type)) : real(number, type);
    }
}
