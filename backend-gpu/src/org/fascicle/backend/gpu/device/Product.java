package org.fascicle.backend.gpu.device;

/**
 * A product of matrices, row by row in memory, as a vendor's library is asked for it: each of some results is its left matrix times its
 * right one. Its results are float32. What begins at a multiple of many bytes is read faster.
 *
 * @param elements how its operands are read
 * @param batches how many, one behind the other in memory
 * @param rows of each result
 * @param columns of each result
 * @param inner how many pairs make an element
 * @param isLeftTransposed whether the left one lies as [inner, rows], else as [rows, inner]
 * @param isRightTransposed whether the right one lies as [columns, inner], else as [inner, columns]
 * @param left the bytes of which the place of the left operand is a multiple, 256 at most
 * @param right likewise that of the right operand
 * @param result likewise that of the result
 */
public record Product(Elements elements, int batches, int rows, int columns, int inner, boolean isLeftTransposed,
        boolean isRightTransposed, int left, int right, int result) {
    /** How operands are read. */
    public enum Elements {
        /** As they are. */
        FLOAT32(Float.BYTES),
        /** As float32 in memory, of which 10 bits of the fraction are multiplied. */
        TF32(Float.BYTES),
        /** As bfloat16 in memory, 2 bytes each. */
        BFLOAT16(Short.BYTES);

        private final int bytes;

        Elements(int bytes) {
            this.bytes = bytes;
        }

        /** The bytes of one in memory. */
        public int bytes() {
            return bytes;
        }
    }

    private static final int ALIGNED = 256;

    /** The greatest power of two, 256 at most, of which a place is a multiple, in a piece of memory that begins at one of 256. */
    public static int alignment(long bytes) {
        return (int) Math.min(ALIGNED, bytes == 0 ? ALIGNED : Long.lowestOneBit(bytes));
    }

    /** How many numbers are multiplied with another. */
    public long multiplications() {
        return (long) batches * rows * columns * inner;
    }
}
