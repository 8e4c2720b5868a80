package org.fascicle.api.data;

import static org.fascicle.api.problem.InputException.requireGiven;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import org.fascicle.api.problem.InputException;
import org.jspecify.annotations.Nullable;

/**
 * Some consecutive rows. Arrays are not copied: whoever made a batch may use them again once the next one was asked for. Used by one
 * thread.
 */
public final class Batch {
    private final int rows;
    private final Map<String, float[]> features;
    private final Map<String, int[]> labels;
    private final Map<String, float[]> targets;
    private final float @Nullable [] weights;

    private Batch(int rows, Map<String, float[]> features, Map<String, int[]> labels, Map<String, float[]> targets,
            float @Nullable [] weights) {
        this.rows = rows;
        this.features = features;
        this.labels = labels;
        this.targets = targets;
        this.weights = weights;
    }

    /**
     * Rows with features alone, for one input.
     *
     * @param rows at least 1
     * @param features raw, row-major
     */
    public static Batch of(int rows, float[] features) {
        return of(rows).input(Examples.INPUT, features);
    }

    /** Rows without features yet. */
    public static Batch of(int rows) {
        if (rows < 1) {
            throw new InputException("a batch has at least 1 row, not " + rows);
        }
        return new Batch(rows, Map.of(), Map.of(), Map.of(), null);
    }

    /** With raw features of an input, row-major. */
    public Batch input(String input, float[] values) {
        return new Batch(rows, put(features, requireGiven(input, "input"), requireGiven(values, "values")), labels, targets,
                weights);
    }

    /** With a class for each row. */
    public Batch labels(int[] classes) {
        return labels(Examples.OUTPUT, classes);
    }

    /** With a class for each row, for an output. */
    public Batch labels(String output, int[] classes) {
        return new Batch(rows, features, put(labels, requireGiven(output, "output"), requireGiven(classes, "classes")), targets,
                weights);
    }

    /** With target values, row-major. */
    public Batch targets(float[] values) {
        return targets(Examples.OUTPUT, values);
    }

    /** With target values for an output, row-major. */
    public Batch targets(String output, float[] values) {
        return new Batch(rows, features, labels, put(targets, requireGiven(output, "output"), requireGiven(values, "values")),
                weights);
    }

    /** With a weight for each row, at least 0. */
    public Batch weights(float[] values) {
        return new Batch(rows, features, labels, targets, requireGiven(values, "values"));
    }

    /** The number of rows. */
    public int rows() {
        return rows;
    }

    /** The raw features of an input, if there are any. */
    public Optional<float[]> features(String input) {
        return Optional.ofNullable(features.get(requireGiven(input, "input")));
    }

    /** The classes for an output, if there are any. */
    public Optional<int[]> labels(String output) {
        return Optional.ofNullable(labels.get(requireGiven(output, "output")));
    }

    /** The target values for an output, if there are any. */
    public Optional<float[]> targets(String output) {
        return Optional.ofNullable(targets.get(requireGiven(output, "output")));
    }

    /** The weights, if rows have any. */
    public Optional<float[]> weights() {
        return Optional.ofNullable(weights);
    }

    private static <T> Map<String, T> put(Map<String, T> before, String key, T value) {
        Map<String, T> after = new LinkedHashMap<>(before);
        after.put(key, value);
        return after;
    }
}
