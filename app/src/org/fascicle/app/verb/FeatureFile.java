package org.fascicle.app.verb;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import org.fascicle.api.problem.InputException;
import org.fascicle.api.problem.Readable;

/**
 * Raw features as text, one row a line, numbers separated by commas, semicolons or white space. A first line without any
 * number is a header. For one thread.
 */
final class FeatureFile implements AutoCloseable {
    private final String name;
    private final BufferedReader reader;
    private final int columns;
    private int line;

    /**
     * Reads features.
     *
     * @param name what messages call the source
     * @param in is closed with this
     * @param columns how many numbers a row has
     */
    FeatureFile(String name, InputStream in, int columns) {
        this.name = name;
        this.reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        this.columns = columns;
    }

    /**
     * Reads the next rows.
     *
     * @param limit at most so many
     * @return row-major; empty at the end
     */
    float[] next(int limit) throws IOException {
        float[] rows = new float[0];
        int count = 0;
        String text;
        while (count < limit && (text = reader.readLine()) != null) {
            line++;
            String[] cells = text.strip().split("\\s*[,;\\s]\\s*");
            if (text.isBlank() || line == 1 && isHeader(cells)) {
                continue;
            }
            if (cells.length != columns) {
                throw new InputException(name, "line " + line,
                        "has " + cells.length + " numbers; the network takes " + columns, null);
            }
            if (rows.length == count * columns) {
                rows = Arrays.copyOf(rows, Math.multiplyExact(Math.min(limit, Math.max(16, 2 * count)), columns));
            }
            for (int i = 0; i < columns; i++) {
                rows[count * columns + i] = number(cells[i], i);
            }
            count++;
        }
        return Arrays.copyOf(rows, count * columns);
    }

    private float number(String cell, int column) {
        try {
            float number = Float.parseFloat(cell);
            if (Float.isFinite(number)) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new InputException(name, "line " + line + ", column " + (column + 1),
                "'" + Readable.quote(cell) + "' is not a finite number", null);
    }

    private static boolean isHeader(String[] cells) {
        return Arrays.stream(cells).noneMatch(cell -> cell.matches("[-+.]?[0-9].*"));
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
