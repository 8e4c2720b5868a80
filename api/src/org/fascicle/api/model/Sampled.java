package org.fascicle.api.model;

/**
 * Outputs that were computed several times with different random draws: their mean and standard deviation. Both are row-major,
 * {@code rows × size of outputShape}. Immutable.
 */
public final class Sampled {
    private final int samples;
    private final float[] mean;
    private final float[] deviation;

    private Sampled(int samples, float[] mean, float[] deviation) {
        this.samples = samples;
        this.mean = mean;
        this.deviation = deviation;
    }

    /** Outputs. */
    public static Sampled of(int samples, float[] mean, float[] deviation) {
        return new Sampled(samples, mean.clone(), deviation.clone());
    }

    /** How often they were computed. */
    public int samples() {
        return samples;
    }

    /** A copy of the means. */
    public float[] mean() {
        return mean.clone();
    }

    /** A copy of the standard deviations: √(mean of the squared distances from the mean); 0 where nothing is random. */
    public float[] deviation() {
        return deviation.clone();
    }
}
