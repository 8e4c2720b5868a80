package org.fascicle.core.data;

import org.fascicle.api.data.Examples;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.loss.Domain;
import org.fascicle.api.problem.InputException;
import org.jspecify.annotations.Nullable;

/** Refuses numbers of rows that no training can use, with the row and the feature. */
public final class RowCheck {
    private static final double ROUNDING = 1e-6;

    private RowCheck() {}

    /** Refuses features that are not finite. */
    static void finite(float[] features, int rows, String input, Shape shape, RowNames names) {
        int width = Math.toIntExact(shape.size());
        // The product of 0 and what is not finite is NaN, which a sum keeps: one look at all of them in nearly all cases.
        float sum = 0;
        for (int i = 0; i < rows * width; i++) {
            sum += features[i] * 0;
        }
        for (int i = 0; sum != 0 && i < rows * width; i++) {
            if (!Float.isFinite(features[i])) {
                throw new InputException(null, null, names.row(i / width) + " has " + features[i]
                        + names.feature(i % width, input, shape),
                        "Leave the row out, or put a number in the place of what is missing");
            }
        }
    }

    /** Refuses target values that are not what the loss takes. */
    static void targets(float[] values, int rows, Signature.Target target, RowNames names) {
        int width = target.width();
        for (int i = 0; i < rows * width; i++) {
            String problem = problem(values[i], target.kind());
            if (problem != null) {
                throw new InputException(null, null, names.row(i / width) + " has the target " + values[i]
                        + names.target(i % width, target.name(), target.shape()) + ", and "
                        + problem,
                        target.classes() > 0 ? "Take a loss for as many classes as there are"
                                : "Scale the targets, or take another loss");
            }
        }
    }

    /** Refuses features that are their own targets and not what the loss takes. */
    public static void reconstructed(float[] scaled, int rows, Signature.Target target, RowNames names) {
        int width = target.width();
        for (int i = 0; i < rows * width; i++) {
            String problem = problem(scaled[i], target.kind());
            if (problem != null) {
                throw new InputException(null, null, names.row(i / width) + " has, scaled, " + scaled[i]
                        + names.feature(i % width, Examples.INPUT, target.shape()) + ", which is its own target, and " + problem,
                        "Scale the features to lie there (\"scale\": \"unit\"), or take another loss");
            }
        }
    }

    /**
     * Refuses features that stand for none of so many things.
     *
     * @param scaled as the network gets them
     * @param names what messages call rows and features
     */
    public static void indices(float[] scaled, int rows, String input, Shape shape, int count, RowNames names) {
        int width = Math.toIntExact(shape.size());
        for (int i = 0; i < rows * width; i++) {
            if (!(scaled[i] >= 0 && scaled[i] < count) || scaled[i] != (int) scaled[i]) {
                throw new InputException(null, null, names.row(i / width) + " has " + scaled[i]
                        + names.feature(i % width, input, shape) + ", and the layer behind it takes whole numbers from 0 to "
                        + (count - 1),
                        scaled[i] == Math.rint(scaled[i]) ? "Give the layer a larger \"input_dim\", or leave the row out"
                                : "Number the things from 0, and do not scale the numbers");
            }
        }
    }

    private static @Nullable String problem(float value, Domain.Targets kind) {
        switch (kind) {
            case UNIT_INTERVAL:
            case DISTRIBUTION:
                return value >= -ROUNDING && value <= 1 + ROUNDING ? null : "the loss takes targets from 0 to 1";
            case SIGNS:
                return value == 0 || value == 1 || value == -1 ? null : "the loss takes the targets -1, 0 and 1";
            default:
                return Float.isFinite(value) ? null : "a target is a finite number";
        }
    }
}
