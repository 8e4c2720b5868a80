package org.fascicle.core.inference;

import org.fascicle.api.model.Sampled;

/**
 * Mean and standard deviation of numbers that come sample by sample, in one pass and without cancellation (Welford, 1962). Used
 * by one thread.
 */
final class Spread {
    private final double[] mean;
    private final double[] squares;

    Spread(int size) {
        mean = new double[size];
        squares = new double[size];
    }

    /**
     * Takes a sample of some of the numbers in.
     *
     * @param values the sample
     * @param at the first of the numbers
     * @param count how many
     * @param before the samples that these numbers have seen already
     */
    void add(float[] values, int at, int count, int before) {
        for (int i = 0; i < count; i++) {
            double distance = values[i] - mean[at + i];
            mean[at + i] += distance / (before + 1);
            squares[at + i] += distance * (values[i] - mean[at + i]);
        }
    }

    Sampled of(int samples) {
        float[] means = new float[mean.length];
        float[] deviations = new float[mean.length];
        for (int i = 0; i < mean.length; i++) {
            means[i] = (float) mean[i];
            deviations[i] = (float) Math.sqrt(squares[i] / samples);
        }
        return Sampled.of(samples, means, deviations);
    }
}
