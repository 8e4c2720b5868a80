package org.fascicle.format.onnx.proto;

/** Types of elements, by ONNX's number. */
public enum Elements {
    FLOAT(1, 4), UINT8(2, 1), INT8(3, 1), UINT16(4, 2), INT16(5, 2), INT32(6, 4), INT64(7, 8), STRING(8, 0), BOOL(9, 1),
    FLOAT16(10, 2), DOUBLE(11, 8), UINT32(12, 4), UINT64(13, 8), BFLOAT16(16, 2),
    /** Any other, of which no element is read. */
    OTHER(0, 0);

    private final int number;
    private final int width;

    Elements(int number, int width) {
        this.number = number;
        this.width = width;
    }

    /** The type of a number. */
    public static Elements of(long number) {
        for (Elements each : values()) {
            if (each.number == number) {
                return each;
            }
        }
        return OTHER;
    }

    /** Bytes of one element; 0 if none can be read. */
    int width() {
        return width;
    }

    /** Whether they are numbers, or truth values, that are read. */
    public boolean areRead() {
        return width > 0;
    }

    /** Whether they are fractions. */
    public boolean isReal() {
        return this == FLOAT || this == DOUBLE || this == FLOAT16 || this == BFLOAT16;
    }

    /** Whether they are whole numbers. */
    public boolean isInteger() {
        return width > 0 && !isReal() && this != BOOL;
    }
}
