package org.fascicle.core.data;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.IntToLongFunction;

import org.fascicle.api.data.Column;
import org.fascicle.api.data.Column.Role;
import org.fascicle.api.data.Examples;
import org.fascicle.api.data.Meaning;
import org.fascicle.api.data.Rows;
import org.fascicle.api.expr.Shape;
import org.jspecify.annotations.Nullable;

/**
 * What messages call rows, features and targets: file, line and column where the data know them; else their numbers, which count from
 * 0. Immutable.
 */
public final class RowNames {
    private final @Nullable Examples examples;
    private final IntToLongFunction numbers;

    private RowNames(@Nullable Examples examples, IntToLongFunction numbers) {
        this.examples = examples;
        this.numbers = numbers;
    }

    /**
     * The names of examples' rows.
     *
     * @param numbers gives the number that one of the rows at hand has among all
     */
    public static RowNames of(Examples examples, IntToLongFunction numbers) {
        return new RowNames(examples, numbers);
    }

    /** The numbers of rows that somebody gives, of which nothing more is known. */
    public static RowNames plain() {
        return new RowNames(null, position -> position);
    }

    String row(int position) {
        long number = numbers.applyAsLong(position);
        String plain = "the data's row " + (examples == null ? number : RowOrigin.of(examples, number));
        return examples instanceof Rows ? ((Rows) examples).place(Math.toIntExact(number)).orElse(plain) : plain;
    }

    String feature(int at, String input, Shape shape) {
        List<String> columns = columns(Role.FEATURE);
        return columns.size() == shape.size() ? " in the column '" + columns.get(at) + "'"
                : " in the feature" + (shape.rank() == 0 ? "" : " " + index(at, shape)) + named(input, Examples.INPUT, "input");
    }

    String target(int at, String output, Shape shape) {
        List<String> columns = columns(Role.TARGET);
        return columns.size() == shape.size() ? " in the column '" + columns.get(at) + "'"
                : (shape.size() == 1 ? "" : " in the place " + index(at, shape)) + named(output, Examples.OUTPUT, "output");
    }

    /** The column of each number, of a table whose columns have names. */
    private List<String> columns(Role role) {
        List<String> columns = new ArrayList<>();
        Optional<Meaning> known = examples == null ? Optional.empty() : examples.meaning();
        known.filter(Meaning::isNamed).ifPresent(meaning -> {
            for (Column column : meaning.columns(role)) {
                columns.addAll(Collections.nCopies(column.width(), column.name()));
            }
        });
        return columns;
    }

    private static String named(String name, String only, String what) {
        return name.equals(only) ? "" : " of the " + what + " '" + name + "'";
    }

    private static String index(int at, Shape shape) {
        List<Integer> index = new ArrayList<>();
        int rest = at;
        for (int axis = shape.rank() - 1; axis >= 0; axis--) {
            index.add(rest % shape.extent(axis));
            rest /= shape.extent(axis);
        }
        Collections.reverse(index);
        return index.size() == 1 ? index.get(0).toString() : index.toString();
    }
}
