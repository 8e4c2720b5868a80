package org.fascicle.core.training;

import java.util.Arrays;

import org.fascicle.api.data.Rows;
import org.fascicle.core.model.DataSpec;

/**
 * How raw features become a network's input: (x − shift) · factor, per feature. Fitted on the training rows, kept with the
 * network. Immutable.
 */
public final class Scaling {
    private final double[] shift;
    private final double[] factor;

    /** A scaling as an archive holds it; both arrays have one number per feature. */
    public Scaling(double[] shift, double[] factor) {
        this.shift = shift.clone();
        this.factor = factor.clone();
    }

    /**
     * Fits a scaling.
     *
     * @param scale none; unit: by the largest possible value; standard: to mean 0 and deviation 1 (a feature that does not vary is
     *     only shifted)
     * @param rows the data
     * @param count the first rows of it, which are trained on
     */
    public static Scaling fit(DataSpec.Scale scale, Rows rows, int count) {
        int features = Math.toIntExact(rows.shape().size());
        double[] shift = new double[features];
        double[] factor = new double[features];
        Arrays.fill(factor, scale == DataSpec.Scale.UNIT ? 1 / rows.unit() : 1);
        if (scale == DataSpec.Scale.STANDARD) {
            standardize(rows, count, shift, factor);
        }
        return new Scaling(shift, factor);
    }

    /** One number per feature, to be subtracted. */
    public double[] shift() {
        return shift.clone();
    }

    /** One number per feature, to be multiplied with after the shift. */
    public double[] factor() {
        return factor.clone();
    }

    /**
     * Scales one row in place.
     *
     * @param row holds raw features
     * @param at where the row starts in it
     */
    public void apply(float[] row, int at) {
        for (int i = 0; i < shift.length; i++) {
            row[at + i] = (float) ((row[at + i] - shift[i]) * factor[i]);
        }
    }

    // Two passes: the mean first, so that the squares do not cancel.
    private static void standardize(Rows rows, int count, double[] mean, double[] factor) {
        float[] row = new float[mean.length];
        double[] squares = new double[mean.length];
        for (int r = 0; r < count; r++) {
            rows.features(r, row, 0);
            for (int i = 0; i < row.length; i++) {
                mean[i] += row[i];
            }
        }
        for (int i = 0; i < mean.length; i++) {
            mean[i] /= count;
        }
        for (int r = 0; r < count; r++) {
            rows.features(r, row, 0);
            for (int i = 0; i < row.length; i++) {
                double d = row[i] - mean[i];
                squares[i] += d * d;
            }
        }
        for (int i = 0; i < mean.length; i++) {
            double deviation = Math.sqrt(squares[i] / count);
            factor[i] = deviation > 0 ? 1 / deviation : 1;
        }
    }
}
