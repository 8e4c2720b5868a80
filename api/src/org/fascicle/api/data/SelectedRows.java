package org.fascicle.api.data;

import static org.fascicle.api.problem.InputException.requireGiven;

import java.util.List;
import java.util.Optional;
import java.util.function.IntUnaryOperator;

import org.fascicle.api.expr.Shape;
import org.fascicle.api.problem.InputException;

/**
 * Some rows of others, in an order of their own. Rows are not copied; all that is asked of one is asked of the others. As safe for
 * several threads as those.
 */
public final class SelectedRows implements Rows {
    private final Rows all;
    private final int count;
    private final IntUnaryOperator numbers;

    private SelectedRows(Rows all, int count, IntUnaryOperator numbers) {
        this.all = all;
        this.count = count;
        this.numbers = numbers;
    }

    /**
     * The rows of some numbers.
     *
     * @param numbers from 0, in the order that the rows shall have; a number may stand there several times
     * @throws InputException if there is no such row
     */
    public static SelectedRows of(Rows all, int... numbers) {
        int known = requireGiven(all, "all").count();
        int[] own = requireGiven(numbers, "numbers").clone();
        for (int number : own) {
            if (number < 0 || number >= known) {
                throw new InputException("there is no row " + number + " among " + known + ", which count from 0");
            }
        }
        return new SelectedRows(all, own.length, row -> own[row]);
    }

    /**
     * Consecutive rows.
     *
     * @param first from 0
     * @param count at least 0
     * @throws InputException if there are not so many
     */
    public static SelectedRows range(Rows all, int first, int count) {
        int known = requireGiven(all, "all").count();
        if (first < 0 || count < 0 || count > known - first) {
            throw new InputException("there are no " + count + " rows from row " + first + " on among " + known);
        }
        return new SelectedRows(all, count, row -> first + row);
    }

    /**
     * Rows that lie evenly among all, the first of them included, so that no class is left out where rows lie in the order of their
     * classes.
     *
     * @param most how many at most, at least 1; all rows if there are no more
     */
    public static SelectedRows spread(Rows all, int most) {
        int known = requireGiven(all, "all").count();
        if (most < 1) {
            throw new InputException("at least 1 row can be selected, not " + most);
        }
        int count = Math.min(most, known);
        return new SelectedRows(all, count, row -> (int) ((long) row * known / count));
    }

    /** The rows that these are selected from. */
    public Rows all() {
        return all;
    }

    /**
     * The number that a row has among {@link #all}.
     *
     * @param row from 0
     */
    public int number(int row) {
        if (row < 0 || row >= count) {
            throw new IndexOutOfBoundsException("row " + row + " of " + count);
        }
        return numbers.applyAsInt(row);
    }

    @Override
    public int count() {
        return count;
    }

    @Override
    public Shape shape() {
        return all.shape();
    }

    @Override
    public int classes() {
        return all.classes();
    }

    @Override
    public List<String> classNames() {
        return all.classNames();
    }

    @Override
    public Shape targetShape() {
        return all.targetShape();
    }

    @Override
    public double unit() {
        return all.unit();
    }

    @Override
    public boolean weighted() {
        return all.weighted();
    }

    @Override
    public List<String> inputs() {
        return all.inputs();
    }

    @Override
    public Shape shape(String input) {
        return all.shape(input);
    }

    @Override
    public List<String> outputs() {
        return all.outputs();
    }

    @Override
    public int classes(String output) {
        return all.classes(output);
    }

    @Override
    public List<String> classNames(String output) {
        return all.classNames(output);
    }

    @Override
    public Shape targetShape(String output) {
        return all.targetShape(output);
    }

    @Override
    public void features(int row, float[] into, int at) {
        all.features(number(row), into, at);
    }

    @Override
    public int label(int row) {
        return all.label(number(row));
    }

    @Override
    public void targets(int row, float[] into, int at) {
        all.targets(number(row), into, at);
    }

    @Override
    public float weight(int row) {
        return all.weight(number(row));
    }

    @Override
    public void features(String input, int row, float[] into, int at) {
        all.features(input, number(row), into, at);
    }

    @Override
    public int label(String output, int row) {
        return all.label(output, number(row));
    }

    @Override
    public void targets(String output, int row, float[] into, int at) {
        all.targets(output, number(row), into, at);
    }

    @Override
    public Optional<Meaning> meaning() {
        return all.meaning();
    }

    @Override
    public Optional<String> id(int row) {
        return all.id(number(row));
    }

    @Override
    public Optional<String> place(int row) {
        return all.place(number(row));
    }

    @Override
    public long bytes() {
        return all.bytes();
    }
}
