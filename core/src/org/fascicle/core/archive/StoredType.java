package org.fascicle.core.archive;

import java.nio.ByteBuffer;

/** What elements are in a file of safetensors, by the names of that format, and what they become in memory. */
enum StoredType {
    /** IEEE 754 binary64. */
    F64(Double.BYTES, Tensor.Type.F64),
    /** IEEE 754 binary32. */
    F32(Float.BYTES, Tensor.Type.F32),
    /** IEEE 754 binary16; exact as binary32. */
    F16(Short.BYTES, Tensor.Type.F32) {
        @Override
        void floats(ByteBuffer bytes, float[] to, int count) {
            for (int i = 0; i < count; i++) {
                to[i] = half(bytes.getShort(i * Short.BYTES));
            }
        }
    },
    /** The upper half of a binary32. */
    BF16(Short.BYTES, Tensor.Type.F32) {
        @Override
        void floats(ByteBuffer bytes, float[] to, int count) {
            for (int i = 0; i < count; i++) {
                to[i] = Float.intBitsToFloat(bytes.getShort(i * Short.BYTES) << Short.SIZE);
            }
        }
    },
    /** Signed, of 32 bits. */
    I32(Integer.BYTES, (bytes, i) -> bytes.getInt(i * Integer.BYTES)),
    /** Signed, of 64 bits; those that do not fit into 32 are refused, as are those of the next two. */
    I64(Long.BYTES, (bytes, i) -> bytes.getLong(i * Long.BYTES)),
    /** Without sign, of 64 bits. */
    U64(Long.BYTES, (bytes, i) -> bytes.getLong(i * Long.BYTES)) {
        @Override
        String text(long value) {
            return Long.toUnsignedString(value);
        }

        @Override
        boolean fits(long value) {
            return value >= 0 && super.fits(value);
        }
    },
    /** Without sign, of 32 bits. */
    U32(Integer.BYTES, (bytes, i) -> Integer.toUnsignedLong(bytes.getInt(i * Integer.BYTES))),
    /** Signed, of 16 bits. */
    I16(Short.BYTES, (bytes, i) -> bytes.getShort(i * Short.BYTES)),
    /** Without sign, of 16 bits. */
    U16(Short.BYTES, (bytes, i) -> Short.toUnsignedLong(bytes.getShort(i * Short.BYTES))),
    /** Signed, of 8 bits. */
    I8(Byte.BYTES, (bytes, i) -> bytes.get(i)),
    /** Without sign, of 8 bits. */
    U8(Byte.BYTES, (bytes, i) -> Byte.toUnsignedLong(bytes.get(i))),
    /** Truth values, of 8 bits; they become 0 and 1. */
    BOOL(Byte.BYTES, (bytes, i) -> bytes.get(i) == 0 ? 0 : 1);

    private static final int FRACTION = 10;

    private final int bytes;
    private final Tensor.Type type;
    private final Whole whole;

    StoredType(int bytes, Tensor.Type type) {
        this.bytes = bytes;
        this.type = type;
        this.whole = (from, i) -> {
            throw new IllegalStateException(this + " is no type of whole numbers");
        };
    }

    StoredType(int bytes, Whole whole) {
        this.bytes = bytes;
        this.type = Tensor.Type.I32;
        this.whole = whole;
    }

    /** Reads a whole number, by its place among them. */
    private interface Whole {
        long at(ByteBuffer bytes, int i);
    }

    /** The bytes of one element. */
    int bytes() {
        return bytes;
    }

    /** What it becomes in memory. */
    Tensor.Type type() {
        return type;
    }

    /** Puts elements of a type that becomes float32 into an array, from its start on. */
    void floats(ByteBuffer from, float[] to, int count) {
        from.asFloatBuffer().get(to, 0, count);
    }

    /**
     * Puts elements of a type that becomes int32 into an array.
     *
     * @throws ArithmeticException if one does not fit; its message is a clause
     */
    void ints(ByteBuffer from, int[] to, int at, int count) {
        for (int i = 0; i < count; i++) {
            long value = whole.at(from, i);
            if (!fits(value)) {
                throw new ArithmeticException(text(value) + ", which does not fit into 32 bits");
            }
            to[at + i] = (int) value;
        }
    }

    /** Whether a number that was read can be an int32. */
    boolean fits(long value) {
        return (int) value == value;
    }

    /** A number that was read, for people. */
    String text(long value) {
        return Long.toString(value);
    }

    private static float half(short bits) {
        int exponent = bits >> FRACTION & 0x1f;
        int fraction = bits & 0x3ff;
        float size;
        if (exponent == 0) {
            size = fraction * 0x1p-24f;
        } else if (exponent == 0x1f) {
            size = fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
        } else {
            size = Math.scalb(1 + fraction * 0x1p-10f, exponent - 15);
        }
        return bits < 0 ? -size : size;
    }
}
