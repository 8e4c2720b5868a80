package org.fascicle.app.console;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.fascicle.api.problem.Readable;

/** Rows of texts in aligned columns; numbers to the right. For one thread. */
public final class Table {
    private static final String GAP = "  ";

    private final List<String[]> rows = new ArrayList<>();
    private final boolean[] right;
    private final int[] widths;

    /**
     * A table.
     *
     * @param columns the titles; those that begin with {@code >} are of columns of numbers
     */
    public Table(List<String> columns) {
        right = new boolean[columns.size()];
        widths = new int[columns.size()];
        String[] titles = new String[columns.size()];
        for (int i = 0; i < titles.length; i++) {
            right[i] = columns.get(i).startsWith(">");
            titles[i] = right[i] ? columns.get(i).substring(1) : columns.get(i);
        }
        rows.add(titles);
    }

    /** A table. */
    public Table(String... columns) {
        this(Arrays.asList(columns));
    }

    /** Adds a row, one text per column. */
    public Table row(List<String> cells) {
        if (cells.size() != right.length) {
            throw new IllegalArgumentException("a row of " + cells.size() + " in a table of " + right.length + " columns");
        }
        // The text may come from any file.
        rows.add(cells.stream().map(Readable::text).toArray(String[]::new));
        return this;
    }

    /** Adds a row, one text per column. */
    public Table row(String... cells) {
        return row(Arrays.asList(cells));
    }

    /** Prints titles and rows; called again, the rows added since, in columns at least as wide as before. */
    public void print(PrintStream out) {
        for (String[] row : rows) {
            for (int i = 0; i < row.length; i++) {
                widths[i] = Math.max(widths[i], row[i].length());
            }
        }
        for (String[] row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.length; i++) {
                String padding = " ".repeat(widths[i] - row[i].length());
                line.append(i == 0 ? "" : GAP).append(right[i] ? padding + row[i] : row[i] + padding);
            }
            out.println(line.toString().stripTrailing());
        }
        rows.clear();
    }
}
