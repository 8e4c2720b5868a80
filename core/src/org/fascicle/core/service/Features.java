package org.fascicle.core.service;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

import org.fascicle.api.expr.Shape;
import org.fascicle.api.problem.InputException;
import org.fascicle.core.data.RowCheck;
import org.fascicle.core.data.RowNames;
import org.fascicle.core.data.Scaling;
import org.fascicle.core.inference.InferenceGraphs;

/** What callers give for the inputs of a model: checked, and scaled for its programs. Immutable. */
final class Features {
    private final Map<String, Shape> inputs;
    private final Map<String, Integer> indices;

    /**
     * Features.
     *
     * @param inputs the shape of one row of each input, by name, in order
     * @param indices how many different things the numbers of an input stand for, by its name; none for inputs of any numbers
     */
    Features(Map<String, Shape> inputs, Map<String, Integer> indices) {
        this.inputs = inputs;
        this.indices = indices;
    }

    /** The features of the only input, by its name. */
    Map<String, float[]> single(float[] features) {
        requireOne("input", inputs.size());
        return Map.of(inputs.keySet().iterator().next(), features);
    }

    /** Refuses if there are several of what has to be named then. */
    static void requireOne(String what, int count) {
        if (count != 1) {
            throw new InputException("the model has " + count + " " + what + "s: name them");
        }
    }

    /**
     * A scaled copy, by the names that graphs have for their inputs.
     *
     * @param given raw features by input; may hold more than is needed
     * @param rows how many of them
     */
    Map<String, float[]> scaled(Map<String, float[]> given, int rows, Map<String, Scaling> scaling) {
        Map<String, float[]> scaled = new LinkedHashMap<>();
        inputs.forEach((name, shape) -> {
            float[] features = given.get(name);
            int width = Math.toIntExact(shape.size());
            if (features == null) {
                throw new InputException("there are no features of the input '" + name + "'; there are those of: "
                        + String.join(", ", given.keySet()));
            } else if (rows < 1 || features.length < (long) rows * width) {
                throw new InputException(features.length + " numbers are not " + rows + " rows of " + shape);
            }
            Scaling known = Objects.requireNonNull(scaling.get(name));
            float[] copy = Arrays.copyOf(features, Math.multiplyExact(rows, width));
            for (int row = 0; row < rows; row++) {
                known.apply(copy, row * width);
            }
            int count = indices.getOrDefault(name, 0);
            if (count > 0) {
                RowCheck.indices(copy, rows, name, shape, count, RowNames.plain());
            }
            scaled.put(InferenceGraphs.batch(name), copy);
        });
        return scaled;
    }
}
