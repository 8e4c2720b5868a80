package org.fascicle.app.compare;

import java.util.Arrays;
import java.util.Comparator;

import org.apache.commons.numbers.gamma.RegularizedBeta;

/**
 * Student's t test of paired differences, corrected for folds that train on the same rows, which plain variance knows nothing of: Nadeau
 * and Bengio, 2003, Machine Learning 52, 239–281; for several cross-validations, Bouckaert and Frank, 2004, PAKDD.
 */
final class PairedTest {
    private PairedTest() {}

    /**
     * How probable differences as far from 0 are, or farther, if there is none in truth.
     *
     * @param differences at least 2
     * @param ratio of the rows that judge to those that were trained on
     */
    static double probability(double[] differences, double ratio) {
        int count = differences.length;
        double mean = mean(differences);
        double variance = Math.pow(deviation(differences), 2) * (1.0 / count + ratio);
        if (mean == 0) {
            return 1;
        }
        double freedom = count - 1;
        // Without variance the quotient is 0, and so is the probability.
        return RegularizedBeta.value(freedom * variance / (freedom * variance + mean * mean), freedom / 2, 0.5);
    }

    /** Holm's correction for several tests: how probable it is that one of them comes out so by chance. */
    static double[] corrected(double[] probabilities) {
        Integer[] order = new Integer[probabilities.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparingDouble(i -> probabilities[i]));
        double[] corrected = new double[probabilities.length];
        double least = 0;
        for (int rank = 0; rank < order.length; rank++) {
            least = Math.max(least, Math.min(1, (order.length - rank) * probabilities[order[rank]]));
            corrected[order[rank]] = least;
        }
        return corrected;
    }

    static double mean(double[] values) {
        return Arrays.stream(values).average().orElse(Double.NaN);
    }

    /** The standard deviation of a sample; NaN of fewer than two. */
    static double deviation(double[] values) {
        double mean = mean(values);
        double squares = Arrays.stream(values).map(value -> (value - mean) * (value - mean)).sum();
        return values.length < 2 ? Double.NaN : Math.sqrt(squares / (values.length - 1));
    }
}
