package org.fascicle.format.onnx;

import org.fascicle.api.expr.Type;

/** Types of elements, with ONNX's number for each. */
enum Element {
    FLOAT(1), INT32(6), INT64(7), BOOL(9), DOUBLE(11), UINT32(12), BFLOAT16(16);

    private final int number;

    Element(int number) {
        this.number = number;
    }

    /** The number that stands for it in a file. */
    int number() {
        return number;
    }

    /** What elements of one of our types are in a file; a real is a float. */
    static Element of(Type type) {
        return switch (type) {
            case REAL -> FLOAT;
            case INT32 -> INT32;
            case BOOL -> BOOL;
            case UINT32 -> UINT32;
        };
    }
}
