package org.fascicle.app.verb;

import java.util.Arrays;

import org.fascicle.api.model.Sampled;
import org.jspecify.annotations.Nullable;

/** The outputs of some rows, computed once, or several times with what is random left on. Immutable. */
final class Outputs {
    private final float[] means;
    private final float @Nullable [] deviations;
    private final int width;

    private Outputs(float[] means, float @Nullable [] deviations, int width) {
        this.means = means;
        this.deviations = deviations;
        this.width = width;
    }

    /** Outputs that were computed once, so many of a row. */
    static Outputs of(float[] outputs, int width) {
        return new Outputs(outputs, null, width);
    }

    /** Outputs that were sampled. */
    static Outputs of(Sampled sampled, int width) {
        return new Outputs(sampled.mean(), sampled.deviation(), width);
    }

    /** A row's outputs, or their means. */
    float[] mean(int row) {
        return Arrays.copyOfRange(means, row * width, (row + 1) * width);
    }

    /** A row's standard deviations; null if nothing was sampled. */
    float @Nullable [] deviation(int row) {
        return deviations == null ? null : Arrays.copyOfRange(deviations, row * width, (row + 1) * width);
    }
}
