package org.fascicle.data.digits;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;

import org.fascicle.api.data.Data;
import org.fascicle.api.data.DataContext;
import org.fascicle.api.data.DataSource;
import org.fascicle.api.data.Rows;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Technique;

/**
 * 1,797 handwritten digits, built in: {@code [8, 8]} pixels from 0 to 16, ten classes. The last {@code test} rows are the
 * test rows, the others the training rows. The file is ordered by writer; rows are dealt from it with a fixed stride, so
 * that every part has all writers. Alpaydin and Kaynak, 1998, doi:10.24432/C50P49.
 */
@Technique(value = "digits",
        description = "1,797 handwritten digits of 8 by 8 pixels in ten classes, built in.",
        formula = "[8, 8] from 0 to 16; labels 0 to 9",
        source = "Alpaydin and Kaynak, 1998, UCI Machine Learning Repository, doi:10.24432/C50P49, CC BY 4.0")
public record Digits(@Default("297") @Range("[0,1796]") int test) implements DataSource {
    private static final int COUNT = 1797;
    private static final int PIXELS = 64;
    // Has no factor in common with the number of rows, so that every row is dealt once.
    private static final int STRIDE = 811;

    @Override
    public Data open(DataContext context) throws IOException {
        byte[] cells = new byte[COUNT * (PIXELS + 1)];
        int read = 0;
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(Digits.class.getResourceAsStream("digits.csv.gz")), StandardCharsets.US_ASCII))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                for (String cell : line.split(",")) {
                    cells[read++] = Byte.parseByte(cell);
                }
            }
        }
        Rows training = new Images(cells, 0, COUNT - test);
        return test == 0 ? Data.of(training) : Data.of(training, new Images(cells, COUNT - test, test));
    }

    private record Images(byte[] cells, int first, int count) implements Rows {
        @Override
        public Shape shape() {
            return Shape.of(8, 8);
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
}
