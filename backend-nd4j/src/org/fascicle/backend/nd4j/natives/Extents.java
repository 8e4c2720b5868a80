package org.fascicle.backend.nd4j.natives;

import java.util.Arrays;

import org.fascicle.api.backend.MemoryException;
import org.fascicle.api.expr.Type;

/** Arithmetic with extents. */
public final class Extents {
    private Extents() {}

    /** How far apart neighbours along each axis are, row-major. */
    public static int[] strides(int[] extents) {
        int[] strides = new int[extents.length];
        int stride = 1;
        for (int axis = extents.length - 1; axis >= 0; axis--) {
            strides[axis] = stride;
            stride *= extents[axis];
        }
        return strides;
    }

    public static int product(int[] extents, int from, int to) {
        return Arrays.stream(extents, from, to).reduce(1, Math::multiplyExact);
    }

    /**
     * Refuses a tensor of more bytes than one can have.
     *
     * @param what it is, for the message
     */
    public static void requireBytes(Type type, long elements, String what) {
        if (elements > Block.MOST / width(type)) {
            long bytes = elements > Long.MAX_VALUE / width(type) ? Long.MAX_VALUE : elements * width(type);
            throw new MemoryException(what, bytes, "one tensor", Block.MOST, null);
        }
    }

    /** The bytes of an element. */
    public static int width(Type type) {
        return type == Type.BOOL ? 1 : Float.BYTES;
    }
}
