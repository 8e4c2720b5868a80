package org.fascicle.data.digits;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

import org.fascicle.api.data.Rows;
import org.fascicle.api.expr.Shape;

/** Some of the digits, in the order of their rows. Immutable. */
final class DigitImages implements Rows {
    static final int COUNT = 1797;
    private static final int PIXELS = 64;
    // Has no factor in common with the number of rows, so that every row occurs once.
    private static final int STRIDE = 811;

    private final byte[] cells;
    private final int first;
    private final int count;

    /** Those from {@code first} on, of the {@link #cells()}. */
    DigitImages(byte[] cells, int first, int count) {
        this.cells = cells;
        this.first = first;
        this.count = count;
    }

    /** All pixels and classes: 65 numbers for each digit, the class last, in the order of the file. */
    static byte[] cells() throws IOException {
        byte[] cells = new byte[COUNT * (PIXELS + 1)];
        int read = 0;
        try (InputStream text = new GZIPInputStream(DigitImages.class.getResourceAsStream("digits.csv.gz"))) {
            for (byte letter : text.readAllBytes()) {
                if (letter == ',' || letter == '\n') {
                    read++;
                } else {
                    cells[read] = (byte) (10 * cells[read] + letter - '0');
                }
            }
        }
        return cells;
    }

    @Override
    public Shape shape() {
        return Shape.of(8, 8);
    }

    @Override
    public int count() {
        return count;
    }

    @Override
    public int classes() {
        return 10;
    }

    @Override
    public double unit() {
        return 16;
    }

    @Override
    public void features(int row, float[] into, int at) {
        int start = start(row);
        for (int i = 0; i < PIXELS; i++) {
            into[at + i] = cells[start + i];
        }
    }

    @Override
    public int label(int row) {
        return cells[start(row) + PIXELS];
    }

    private int start(int row) {
        return (first + row) * STRIDE % COUNT * (PIXELS + 1);
    }
}
