package org.fascicle.api.data;

import static org.fascicle.api.problem.InputException.requireGiven;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

import org.fascicle.api.expr.Shape;
import org.fascicle.api.problem.InputException;
import org.jspecify.annotations.Nullable;

/**
 * What an output is to give for some rows: a class each, or numbers. Arrays are not copied: leave them as they are while the rows
 * are in use. Checked as they are made. Safe for any thread.
 */
public final class Targets {
    private final int @Nullable [] labels;
    private final int classes;
    private final List<String> classNames;
    private final @Nullable Values values;

    private Targets(int @Nullable [] labels, int classes, List<String> classNames, @Nullable Values values) {
        this.labels = labels;
        this.classes = classes;
        this.classNames = classNames;
        this.values = values;
    }

    /**
     * A class for each row; there are as many classes as the greatest label and one.
     *
     * @param labels {@code [rows]}, from 0
     */
    public static Targets labels(int[] labels) {
        int greatest = 0;
        for (int row = 0; row < requireGiven(labels, "labels").length; row++) {
            greatest = Math.max(greatest, Check.label(labels[row], 0, "row " + row));
        }
        return labels(labels, greatest + 1);
    }

    /**
     * A class for each row.
     *
     * @param labels {@code [rows]}, each from 0 to {@code classes − 1}
     * @param classes how many there are
     */
    public static Targets labels(int[] labels, int classes) {
        Check.classes(classes);
        for (int row = 0; row < requireGiven(labels, "labels").length; row++) {
            Check.label(labels[row], classes, "row " + row);
        }
        return new Targets(labels, classes, List.of(), null);
    }

    /**
     * A class for each row, and what the classes are called.
     *
     * @param labels {@code [rows]}, indices of {@code classNames}
     * @param classNames by class
     */
    public static Targets labels(int[] labels, List<String> classNames) {
        List<String> names = Check.classNames(classNames);
        labels(labels, names.size());
        return new Targets(labels, names.size(), names, null);
    }

    /**
     * The name of a class for each row. The classes are the names that occur, sorted.
     *
     * @param names {@code [rows]}
     */
    public static Targets named(List<String> names) {
        requireGiven(names, "names");
        TreeSet<String> sorted = new TreeSet<>();
        int row = 0;
        for (String name : names) {
            sorted.add(Check.given(name, "row " + row + ": the name of the class"));
            row++;
        }
        return named(names, List.copyOf(sorted));
    }

    /**
     * The name of a class for each row. The classes are the names that occur, sorted.
     *
     * @param names {@code [rows]}
     */
    public static Targets named(String... names) {
        return named(Arrays.asList(requireGiven(names, "names")));
    }

    /**
     * The name of a class for each row.
     *
     * @param names {@code [rows]}
     * @param classNames all names, by class
     */
    public static Targets named(List<String> names, List<String> classNames) {
        List<String> known = Check.classNames(classNames);
        int[] labels = new int[requireGiven(names, "names").size()];
        Map<String, Integer> index = Check.index(known);
        int row = 0;
        for (String name : names) {
            labels[row] = Check.label(name, index, "row " + row);
            row++;
        }
        return new Targets(labels, known.size(), known, null);
    }

    /**
     * Numbers for each row.
     *
     * @param values {@code [rows]} of the shape of the targets, all of them finite
     */
    public static Targets values(Values values) {
        requireGiven(values, "values");
        float[] one = new float[(int) values.shape().size()];
        for (int row = 0; row < values.count(); row++) {
            values.read(row, one, 0);
            for (float value : one) {
                Check.target(value, "row " + row);
            }
        }
        return new Targets(null, 0, List.of(), values);
    }

    /** The number of rows. */
    public int count() {
        return values == null ? Objects.requireNonNull(labels).length : values.count();
    }

    /** The number of classes; 0 for numbers. */
    public int classes() {
        return classes;
    }

    /** The names of the classes, by class; empty if they have none. */
    public List<String> classNames() {
        return classNames;
    }

    /** The shape of one row's numbers; that of a single number for classes. */
    public Shape shape() {
        return values == null ? Shape.scalar() : values.shape();
    }

    /** A row's class, for the output of a name. */
    int label(String output, int row) {
        if (labels == null) {
            throw new InputException("the targets of the output '" + output + "' are numbers, not classes");
        }
        return labels[row];
    }

    /** Reads a row's numbers, for the output of a name. */
    void read(String output, int row, float[] into, int at) {
        if (values == null) {
            throw new InputException("the targets of the output '" + output + "' are classes, not numbers");
        }
        values.read(row, into, at);
    }
}
