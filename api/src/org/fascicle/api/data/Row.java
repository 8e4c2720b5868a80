package org.fascicle.api.data;

import static org.fascicle.api.problem.InputException.requireGiven;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

import org.jspecify.annotations.Nullable;

/**
 * One row: its features, and what an output is to give for it. For streams; {@link MemoryRows} takes whole arrays. Arrays are not
 * copied. What it holds is checked where it is used, against a {@link Schema}. Immutable.
 */
public final class Row {
    private final Map<String, float[]> inputs;
    private final Map<String, Object> targets;
    private final @Nullable Float weight;

    private Row(Map<String, float[]> inputs, Map<String, Object> targets, @Nullable Float weight) {
        this.inputs = inputs;
        this.targets = targets;
        this.weight = weight;
    }

    /**
     * A row with one input.
     *
     * @param features raw, row-major
     */
    public static Row of(float... features) {
        return of(Examples.INPUT, features);
    }

    /**
     * A row with one input that has a name.
     *
     * @param input the name
     * @param features raw, row-major
     */
    public static Row of(String input, float... features) {
        return new Row(Map.of(), Map.of(), null).input(input, features);
    }

    /** With one more input. */
    public Row input(String input, float... features) {
        Check.fresh(input, "the input", inputs.keySet());
        return new Row(with(inputs, input, requireGiven(features, "features")), targets, weight);
    }

    /** With its class, from 0. */
    public Row label(int label) {
        return label(Examples.OUTPUT, label);
    }

    /** With its class for an output, from 0. */
    public Row label(String output, int label) {
        return target(output, label);
    }

    /** With the name of its class. */
    public Row named(String className) {
        return named(Examples.OUTPUT, className);
    }

    /** With the name of its class for an output. */
    public Row named(String output, String className) {
        return target(output, requireGiven(className, "className"));
    }

    /** With target values, row-major; one for a number to predict. */
    public Row targets(float... values) {
        return targets(Examples.OUTPUT, values);
    }

    /** With target values for an output, row-major. */
    public Row targets(String output, float... values) {
        return target(output, requireGiven(values, "values"));
    }

    /** With its weight, at least 0: its loss is multiplied by it. */
    public Row weight(float value) {
        return new Row(inputs, targets, value);
    }

    Map<String, float[]> inputs() {
        return inputs;
    }

    /** {@code Integer}, {@code String} or {@code float[]} by output. */
    Map<String, Object> targets() {
        return targets;
    }

    /** The weight; null if it was not given. */
    @Nullable
    Float weight() {
        return weight;
    }

    private Row target(String output, Object target) {
        Check.fresh(output, "the target of the output", targets.keySet());
        return new Row(inputs, with(targets, output, target), weight);
    }

    // There are many rows, and most have one input and one output: the smallest map there is.
    private static <T> Map<String, T> with(Map<String, T> before, String name, T value) {
        if (before.isEmpty()) {
            return Map.of(name, value);
        }
        Map<String, T> after = new LinkedHashMap<>(before);
        after.put(name, value);
        return Collections.unmodifiableMap(after);
    }
}
