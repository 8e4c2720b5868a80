package org.fascicle.data.table;

import java.util.Arrays;

/** The lines at which rows begin. Nearly all follow one another, so only where that ends is kept. Filled by one thread. */
final class LineNumbers {
    private int[] rows = new int[4];
    private long[] lines = new long[4];
    private int size;

    /** Says where a row begins, which comes after all others. */
    void add(int row, long line) {
        if (size > 0 && line == of(row)) {
            return;
        }
        if (size == rows.length) {
            rows = Arrays.copyOf(rows, 2 * size);
            lines = Arrays.copyOf(lines, 2 * size);
        }
        rows[size] = row;
        lines[size++] = line;
    }

    /** Where a row begins. */
    long of(int row) {
        int found = Arrays.binarySearch(rows, 0, size, row);
        int at = found >= 0 ? found : -found - 2;
        return lines[at] + row - rows[at];
    }
}
