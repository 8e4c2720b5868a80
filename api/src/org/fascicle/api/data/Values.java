package org.fascicle.api.data;

import static org.fascicle.api.problem.InputException.requireGiven;

import java.nio.FloatBuffer;
import java.util.function.ToIntFunction;

import org.fascicle.api.expr.Shape;
import org.fascicle.api.problem.InputException;

/**
 * The numbers of some rows, all of one shape: the features of an input, or the targets of an output. Arrays and buffers are not
 * copied: leave them as they are while the rows are in use. Safe for any thread.
 */
public final class Values {
    private final int count;
    private final Shape shape;
    private final Reader reader;

    private Values(int count, Shape shape, Reader reader) {
        this.count = count;
        this.shape = shape;
        this.reader = reader;
    }

    /**
     * Rows of shape {@code [width]}.
     *
     * @param rows {@code [rows][width]}: at least one row, all of one width
     */
    public static Values of(float[][] rows) {
        return table(rows, row -> row.length, (row, into, at) -> System.arraycopy(rows[row], 0, into, at, rows[row].length));
    }

    /**
     * Rows of shape {@code [width]}, rounded to 32 bits as they are read.
     *
     * @param rows {@code [rows][width]}: at least one row, all of one width
     */
    public static Values of(double[][] rows) {
        Values values = table(rows, row -> row.length, (row, into, at) -> {
            for (int i = 0; i < rows[row].length; i++) {
                into[at + i] = (float) rows[row][i];
            }
        });
        for (int row = 0; row < rows.length; row++) {
            for (double value : rows[row]) {
                Check.narrow(value, "row " + row);
            }
        }
        return values;
    }

    /**
     * Rows one behind the other.
     *
     * @param shape of one row
     * @param values {@code [rows × size of the shape]}, row-major
     */
    public static Values of(Shape shape, float[] values) {
        int size = size(shape);
        return new Values(count(shape, requireGiven(values, "values").length, "array"), shape,
                (row, into, at) -> System.arraycopy(values, row * size, into, at, size));
    }

    /**
     * Rows one behind the other in a buffer, from its position to its limit. It is read by index: its position stays where it is,
     * and several threads may read it. It may have any byte order, and lie outside the heap.
     *
     * @param shape of one row
     * @param values {@code [rows × size of the shape]}, row-major
     */
    public static Values of(Shape shape, FloatBuffer values) {
        int size = size(shape);
        FloatBuffer all = requireGiven(values, "values").slice();
        return new Values(count(shape, all.remaining(), "buffer, from its position to its limit,"), shape,
                (row, into, at) -> all.get(row * size, into, at, size));
    }

    /**
     * Rows of one number each.
     *
     * @param values {@code [rows]}
     */
    public static Values numbers(float[] values) {
        return of(Shape.scalar(), values);
    }

    /**
     * Rows of one number each, rounded to 32 bits as they are read.
     *
     * @param values {@code [rows]}
     */
    public static Values numbers(double[] values) {
        int count = count(Shape.scalar(), requireGiven(values, "values").length, "array");
        for (int row = 0; row < values.length; row++) {
            Check.narrow(values[row], "row " + row);
        }
        return new Values(count, Shape.scalar(), (row, into, at) -> into[at] = (float) values[row]);
    }

    /**
     * The same numbers, each row in another shape.
     *
     * @param other of as many numbers: {@code [28, 28]} for rows of 784
     */
    public Values shaped(Shape other) {
        Check.row(other, "the values");
        if (other.size() != shape.size()) {
            throw new InputException("rows of the shape " + shape + " have " + shape.size() + " numbers, and the shape " + other
                    + " has " + other.size());
        }
        return new Values(count, other, reader);
    }

    /** The number of rows. */
    public int count() {
        return count;
    }

    /** The shape of one row. */
    public Shape shape() {
        return shape;
    }

    /**
     * Reads one row, row-major.
     *
     * @param row from 0
     * @param into receives it
     * @param at where in {@code into} it starts
     */
    public void read(int row, float[] into, int at) {
        if (row < 0 || row >= count) {
            throw new InputException("there is no row " + row + ": rows go from 0 to " + (count - 1));
        }
        reader.read(row, into, at);
    }

    private static int size(Shape shape) {
        return (int) Check.row(shape, "the values").size();
    }

    private static int count(Shape shape, int numbers, String where) {
        if (numbers == 0) {
            throw new InputException("there are no rows: the " + where + " has no numbers");
        }
        if (numbers % shape.size() != 0) {
            throw new InputException("the " + where + " has " + numbers
                    + " numbers, and that is no whole number of rows: one row of the shape " + shape + " has " + shape.size());
        }
        return (int) (numbers / shape.size());
    }

    private static <T> Values table(T[] rows, ToIntFunction<T> width, Reader reader) {
        if (requireGiven(rows, "rows").length == 0) {
            throw new InputException("there are no rows: the array is empty");
        }
        int expected = width.applyAsInt(Check.given(rows[0], "row 0"));
        for (int row = 1; row < rows.length; row++) {
            int found = width.applyAsInt(Check.given(rows[row], "row " + row));
            if (found != expected) {
                throw new InputException(null, "row " + row, "the row has " + found + " numbers, and row 0 has " + expected,
                        "All rows have one width");
            }
        }
        return new Values(rows.length, Check.row(Shape.of(expected), "the values"), reader);
    }

    /** Reads a row. */
    private interface Reader {
        void read(int row, float[] into, int at);
    }
}
