package org.fascicle.data.numpy;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import org.fascicle.api.data.Rows;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.problem.InputException;
import org.jspecify.annotations.Nullable;

/** Rows of arrays. Immutable. */
final class NumpyRows implements Rows {
    private static final int BYTE = 255;

    private final NpyArray features;
    private final @Nullable NpyArray labels;
    private final @Nullable NpyArray targets;
    private final int classes;
    private final int size;
    private final int targetSize;

    /**
     * Rows.
     *
     * @param expected how many classes there are; 0 if the greatest label says it
     */
    NumpyRows(NpyArray features, @Nullable NpyArray labels, @Nullable NpyArray targets, int expected) {
        this.features = features;
        this.labels = labels;
        this.targets = targets;
        this.size = features.values.length / features.rows();
        this.targetSize = targets == null ? 0 : targets.values.length / targets.rows();
        requireNumbers(features, size);
        requireRows(labels);
        requireRows(targets);
        if (targets != null) {
            requireNumbers(targets, targetSize);
        }
        this.classes = labels == null ? 0 : classes(labels, expected);
    }

    private void requireRows(@Nullable NpyArray other) {
        if (other != null && other.rows() != features.rows()) {
            throw new InputException(other.name, null, "it has " + other.rows() + " rows, and " + features.name + " has "
                    + features.rows(), "The arrays must belong together");
        }
    }

    private static void requireNumbers(NpyArray array, int size) {
        for (int i = 0; i < array.values.length; i++) {
            if (!Float.isFinite(array.values[i])) {
                throw new InputException(array.name, "row " + i / size,
                        "there is " + array.values[i] + " in it, which is no number",
                        "Leave the row out, or put a number there");
            }
        }
    }

    private static int classes(NpyArray labels, int expected) {
        if (labels.values.length != labels.rows()) {
            throw new InputException(labels.name, null, "labels are one whole number a row, and these have the shape "
                    + Shape.of(labels.extents), "For numbers to predict, name the array in \"targets\"");
        }
        int greatest = 0;
        for (int row = 0; row < labels.rows(); row++) {
            float label = labels.values[row];
            if (label != Math.rint(label) || label < 0 || expected > 0 && label >= expected || label >= 1 << 24) {
                throw new InputException(labels.name, "row " + row, "the label " + label + " is no class: these are "
                        + (expected > 0 ? "0 to " + (expected - 1) : "whole numbers from 0"),
                        "For numbers to predict, name the array in \"targets\"");
            }
            greatest = Math.max(greatest, (int) label);
        }
        return expected > 0 ? expected : greatest + 1;
    }

    @Override
    public int count() {
        return features.rows();
    }

    @Override
    public Shape shape() {
        return features.rowShape();
    }

    @Override
    public List<String> outputs() {
        return labels == null && targets == null ? List.of() : List.of(OUTPUT);
    }

    @Override
    public int classes() {
        return classes;
    }

    @Override
    public List<String> classNames() {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < classes; i++) {
            names.add(String.valueOf(i));
        }
        return names;
    }

    @Override
    public Shape targetShape() {
        return targets == null ? Shape.scalar() : targets.rowShape();
    }

    /** 255 for bytes; for other numbers the largest one. */
    @Override
    public double unit() {
        float greatest = 0;
        for (float value : features.values) {
            if (value < 0) {
                throw new InputException(features.name, null, "negative numbers cannot be divided by the largest one",
                        "Take \"scale\": \"standard\"");
            }
            greatest = Math.max(greatest, value);
        }
        return features.whole && greatest <= BYTE && greatest > BYTE / 2 ? BYTE : greatest > 0 ? greatest : 1;
    }

    @Override
    public void features(int row, float[] into, int at) {
        System.arraycopy(features.values, row * size, into, at, size);
    }

    @Override
    public Optional<String> place(int row) {
        return Optional.of(features.name + ", row " + row);
    }

    @Override
    public int label(int row) {
        return (int) Objects.requireNonNull(labels).values[row];
    }

    @Override
    public void targets(int row, float[] into, int at) {
        System.arraycopy(Objects.requireNonNull(targets).values, row * targetSize, into, at, targetSize);
    }
}
