package org.fascicle.data.table;

import java.util.Arrays;

/** Numbers of some columns, row by row, in chunks that are never copied. Filled by one thread, then only read. */
final class NumberStore {
    private static final int CHUNK = 1 << 18;

    private final int width;
    private final int bits;
    private final int mask;
    private float[][] chunks = {};

    /** A store for rows of so many numbers. */
    NumberStore(int width) {
        this.width = width;
        this.bits = 31 - Integer.numberOfLeadingZeros(Math.max(1, CHUNK / Math.max(1, width)));
        this.mask = (1 << bits) - 1;
    }

    void put(int row, int slot, float value) {
        int chunk = row >> bits;
        if (chunk >= chunks.length) {
            chunks = Arrays.copyOf(chunks, chunk + 1);
        }
        float[] into = chunks[chunk];
        if (into == null) {
            into = new float[width << bits];
            chunks[chunk] = into;
        }
        into[(row & mask) * width + slot] = value;
    }

    float get(int row, int slot) {
        return chunks[row >> bits][(row & mask) * width + slot];
    }

    /** All numbers of a row. */
    void read(int row, float[] into, int at) {
        System.arraycopy(chunks[row >> bits], (row & mask) * width, into, at, width);
    }

    /** How many numbers a row has. */
    int width() {
        return width;
    }

    /** The memory that it takes. */
    long bytes() {
        return (long) Float.BYTES * width * chunks.length << bits;
    }
}
