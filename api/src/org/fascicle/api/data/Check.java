package org.fascicle.api.data;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.fascicle.api.expr.Shape;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.problem.Nearest;

/** Checks data of a caller, with messages. */
final class Check {
    private static final int LISTED = 10;

    private Check() {}

    /** A value that must not be null. */
    static <T> T given(T value, String what) {
        if (value == null) {
            throw new InputException(what + " must not be null");
        }
        return value;
    }

    /** The shape of one row: no rows axis, at least one number. */
    static Shape row(Shape shape, String what) {
        given(shape, "the shape of " + what);
        if (shape.isBatched()) {
            throw new InputException(null, null, "the shape " + shape + " of " + what + " has an axis for the rows",
                    "Give the shape of one row");
        }
        if (shape.size() < 1 || shape.size() > Integer.MAX_VALUE) {
            throw new InputException("one row of " + what + " has 1 to " + Integer.MAX_VALUE + " numbers, and the shape " + shape
                    + " has " + shape.size());
        }
        return shape;
    }

    /** A number of rows that must be that of the others. */
    static void count(int count, String what, int expected, String others) {
        if (count != expected) {
            throw new InputException(null, null, what + " are for " + count + " rows, and " + others + " are for " + expected,
                    "Give as many of each");
        }
    }

    /** A name that is not there yet. */
    static String fresh(String name, String what, Collection<String> taken) {
        given(name, "the name of " + what);
        if (name.isBlank()) {
            throw new InputException("the name of " + what + " must not be blank");
        }
        if (taken.contains(name)) {
            throw new InputException(null, null, what + " '" + name + "' is given twice", "Give each one a name of its own");
        }
        return name;
    }

    /** Says that a name is not among those that there are. */
    static InputException unknown(String what, String name, Collection<String> known) {
        String hint = name == null ? null : Nearest.hint(name, known);
        return new InputException(null, null, "there is no " + what + " '" + name + "'",
                hint != null ? hint : known.isEmpty() ? "There is none at all" : "There are: " + listed(known));
    }

    /** The names of classes: each one once, none of them null or blank. */
    static List<String> classNames(Collection<String> names) {
        given(names, "the names of the classes");
        int at = 0;
        for (String name : names) {
            if (name == null || name.isBlank()) {
                throw new InputException("the class " + at + " has no name");
            }
            at++;
        }
        if (names.stream().distinct().count() != names.size()) {
            String twice = names.stream()
                    .filter(name -> Collections.frequency(names, name) > 1).findFirst().orElseThrow();
            throw new InputException(null, null, "two classes are called '" + twice + "'", "Give each one a name of its own");
        }
        if (names.isEmpty()) {
            throw new InputException("the list of the names of the classes is empty");
        }
        return List.copyOf(names);
    }

    /** A number of classes. */
    static int classes(int classes) {
        if (classes < 1) {
            throw new InputException("there is at least 1 class, not " + classes);
        }
        return classes;
    }

    /**
     * A label.
     *
     * @param classes how many there are; 0 if they are not known yet
     * @param place the row, for messages
     */
    static int label(int label, int classes, String place) {
        if (label < 0 || classes > 0 && label >= classes) {
            throw new InputException(null, place, "the label " + label + " is outside the classes, which are "
                    + (classes > 0 ? "0 to " + (classes - 1) : "counted from 0"), null);
        }
        return label;
    }

    /** The classes by their names. */
    static Map<String, Integer> index(List<String> classNames) {
        Map<String, Integer> index = new LinkedHashMap<>();
        classNames.forEach(name -> index.put(name, index.size()));
        return Collections.unmodifiableMap(index);
    }

    /** The class that has a name. */
    static int label(String name, Map<String, Integer> index, String place) {
        Integer label = index.get(given(name, place + ": the name of the class"));
        if (label == null) {
            String hint = Nearest.hint(name, index.keySet());
            throw new InputException(null, place, "there is no class '" + name + "'",
                    hint != null ? hint : "The classes are: " + listed(index.keySet()));
        }
        return label;
    }

    /** A target value: no NaN, not infinite. */
    static void target(float value, String place) {
        if (!Float.isFinite(value)) {
            throw new InputException(null, place, "the target is " + value, "Leave out rows whose target is not known");
        }
    }

    /** The weight of a row. */
    static float weight(float weight, String place) {
        if (!(weight >= 0) || Float.isInfinite(weight)) {
            throw new InputException(null, place, "the weight is " + weight + ", and a weight is a number of at least 0", null);
        }
        return weight;
    }

    /** A number of float64 as one of float32, if it is within its range. */
    static float narrow(double value, String place) {
        float narrow = (float) value;
        if (Float.isInfinite(narrow) && !Double.isInfinite(value)) {
            throw new InputException(null, place, "the number " + value + " is beyond the largest number of 32 bits",
                    "Scale the numbers first");
        }
        return narrow;
    }

    /** The place of a row, for messages: {@code row 3}, with the name of the input or output unless there is but one. */
    static String place(String port, long row) {
        return (port.equals(Examples.INPUT) || port.equals(Examples.OUTPUT) ? "" : "'" + port + "', ") + "row " + row;
    }

    private static String listed(Collection<String> names) {
        String first = names.stream().limit(LISTED).collect(Collectors.joining(", "));
        return names.size() <= LISTED ? first : first + " and " + (names.size() - LISTED) + " more";
    }
}
