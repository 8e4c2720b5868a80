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
    I32(Integer.BYTES, Tensor.Type.I32),
    /** Signed, of 64 bits; those that do not fit into 32 are refused. */
    I64(Long.BYTES, Tensor.Type.I32) {
        @Override
        void ints(ByteBuffer bytes, int[] to, int at, int count) {
            for (int i = 0; i < count; i++) {
                long value = bytes.getLong(i * Long.BYTES);
                if ((int) value != value) {
                    throw new ArithmeticException(value + ", which does not fit into 32 bits");
                }
                to[at + i] = (int) value;
            }
        }
    };

    private static final int FRACTION = 10;

    private final int bytes;
    private final Tensor.Type type;

    StoredType(int bytes, Tensor.Type type) {
        this.bytes = bytes;
        this.type = type;
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
        from.asIntBuffer().get(to, at, count);
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
