package org.fascicle.api.data;

import static org.fascicle.api.problem.InputException.requireGiven;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.fascicle.api.expr.Shape;
import org.fascicle.api.problem.InputException;

/**
 * What rows mean: their inputs with the shapes of one row, and their targets. Streams need it; arrays have all of this
 * themselves. Immutable.
 */
public final class Schema {
    private final Map<String, Shape> inputs;
    private final Map<String, Output> outputs;
    private final boolean weighted;
    private final double unit;

    private Schema(Map<String, Shape> inputs, Map<String, Output> outputs, boolean weighted, double unit) {
        this.inputs = inputs;
        this.outputs = outputs;
        this.weighted = weighted;
        this.unit = unit;
    }

    /**
     * Rows with one input, and no targets yet.
     *
     * @param shape of one row's features
     */
    public static Schema of(Shape shape) {
        return of(Examples.INPUT, shape);
    }

    /**
     * Rows with one input that has a name, and no targets yet.
     *
     * @param input the name
     * @param shape of one row's features
     */
    public static Schema of(String input, Shape shape) {
        return new Schema(Map.of(), Map.of(), false, 1).input(input, shape);
    }

    /**
     * With one more input.
     *
     * @param input its name
     * @param shape of one row's features
     */
    public Schema input(String input, Shape shape) {
        Check.fresh(input, "the input", inputs.keySet());
        return new Schema(with(inputs, input, Check.row(shape, "the input '" + input + "'")), outputs, weighted, unit);
    }

    /** With a class as the target of each row. */
    public Schema classes(int classes) {
        return classes(Examples.OUTPUT, classes);
    }

    /** With a class as the target of each row, for an output. */
    public Schema classes(String output, int classes) {
        return output(output, new Output(Check.classes(classes), List.of(), Shape.scalar()));
    }

    /**
     * With a class as the target of each row, and what the classes are called: rows may give the class or its name.
     *
     * @param names by class
     */
    public Schema classNames(String... names) {
        return classNames(Examples.OUTPUT, Arrays.asList(requireGiven(names, "names")));
    }

    /** The same for an output. */
    public Schema classNames(String output, List<String> names) {
        List<String> known = Check.classNames(names);
        return output(output, new Output(known.size(), known, Shape.scalar()));
    }

    /**
     * With numbers as the target of each row.
     *
     * @param shape of one row's numbers; {@link Shape#scalar()} for a single one
     */
    public Schema targets(Shape shape) {
        return targets(Examples.OUTPUT, shape);
    }

    /** The same for an output. */
    public Schema targets(String output, Shape shape) {
        return output(output, new Output(0, List.of(), Check.row(shape, "the output '" + output + "'")));
    }

    /** With a weight for each row. */
    public Schema weighted() {
        return new Schema(inputs, outputs, true, unit);
    }

    /** With the largest value that a raw feature can have, for the scaling {@code unit}; 255 for bytes. */
    public Schema unit(double largest) {
        if (!(largest > 0) || Double.isInfinite(largest)) {
            throw new InputException("the largest feature is a number above 0, not " + largest);
        }
        return new Schema(inputs, outputs, weighted, largest);
    }

    Map<String, Shape> inputs() {
        return inputs;
    }

    Shape shape(String input) {
        Shape shape = inputs.get(input);
        if (shape == null) {
            throw Check.unknown("input", input, inputs.keySet());
        }
        return shape;
    }

    Map<String, Output> outputs() {
        return outputs;
    }

    Output output(String name) {
        Output output = outputs.get(name);
        if (output == null) {
            throw Check.unknown("output", name, outputs.keySet());
        }
        return output;
    }

    boolean isWeighted() {
        return weighted;
    }

    double unit() {
        return unit;
    }

    private Schema output(String name, Output output) {
        Check.fresh(name, "the output", outputs.keySet());
        return new Schema(inputs, with(outputs, name, output), weighted, unit);
    }

    private static <T> Map<String, T> with(Map<String, T> before, String name, T value) {
        Map<String, T> after = new LinkedHashMap<>(before);
        after.put(name, value);
        return Collections.unmodifiableMap(after);
    }

    /** The targets of an output. */
    static final class Output {
        static final Output NONE = new Output(0, List.of(), Shape.scalar());

        final int classes;
        final List<String> classNames;
        final Map<String, Integer> index;
        final Shape shape;

        Output(int classes, List<String> classNames, Shape shape) {
            this.classes = classes;
            this.classNames = classNames;
            this.index = Check.index(classNames);
            this.shape = shape;
        }

        boolean isLabelled() {
            return classes > 0;
        }

        int size() {
            return (int) shape.size();
        }
    }
}
