package org.fascicle.core.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;

import org.fascicle.api.data.Examples;
import org.fascicle.api.data.Scale;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.problem.InputException;

/**
 * How raw features become a network's input: (x − shift) · factor, per feature. Fitted on the training rows, kept with the
 * network. Immutable.
 */
public final class Scaling {
    private static final int CHUNK = 256;

    private final double[] shift;
    private final double[] factor;

    /** A scaling as an archive holds it; both arrays have one number per feature. */
    public Scaling(double[] shift, double[] factor) {
        this.shift = shift.clone();
        this.factor = factor.clone();
    }

    /** That of one of the inputs. */
    public static Scaling of(Map<String, Scaling> all, String input) {
        Scaling known = all.get(input);
        if (known == null) {
            throw new InputException("there is no input '" + input + "'; there are: " + String.join(", ", all.keySet()));
        }
        return known;
    }

    /**
     * That of all inputs, with other numbers for one of them.
     *
     * @throws InputException if they are not one of each for each feature, or not finite
     */
    public static Map<String, Scaling> changed(Map<String, Scaling> all, String input, double[] shifts, double[] factors) {
        int features = of(all, input).shift.length;
        if (shifts.length != features || factors.length != features) {
            throw new InputException(shifts.length + " shifts and " + factors.length
                    + " factors are not one of each for each of the " + features + " features of '" + input + "'");
        } else if (!DoubleStream.concat(Arrays.stream(shifts), Arrays.stream(factors)).allMatch(Double::isFinite)) {
            throw new InputException("the scaling of '" + input + "' has numbers that are not finite");
        }
        Map<String, Scaling> changed = new LinkedHashMap<>(all);
        changed.put(input, new Scaling(shifts, factors));
        return changed;
    }

    /** Features as they are, by input. */
    public static Map<String, Scaling> none(Map<String, Shape> inputs) {
        Map<String, Scaling> none = new LinkedHashMap<>();
        inputs.forEach((name, shape) -> {
            double[] ones = new double[Math.toIntExact(shape.size())];
            Arrays.fill(ones, 1);
            none.put(name, new Scaling(new double[ones.length], ones));
        });
        return none;
    }

    /**
     * Fits the scaling of each input, by name.
     *
     * @param scale none; unit: by the largest possible value; standard: to mean 0 and deviation 1 (a feature that does not vary is
     *     only shifted)
     * @param examples those that are trained on
     */
    public static Map<String, Scaling> fit(Scale scale, Examples examples, Map<String, Shape> inputs) {
        Map<String, Scaling> fitted = new LinkedHashMap<>();
        List<double[]> shifts = new ArrayList<>();
        List<double[]> factors = new ArrayList<>();
        for (Shape shape : inputs.values()) {
            int features = Math.toIntExact(shape.size());
            shifts.add(new double[features]);
            factors.add(new double[features]);
            Arrays.fill(factors.get(factors.size() - 1), scale == Scale.UNIT ? 1 / examples.unit() : 1);
        }
        if (scale == Scale.STANDARD) {
            standardize(examples, inputs, shifts, factors);
        }
        int at = 0;
        for (String name : inputs.keySet()) {
            fitted.put(name, new Scaling(shifts.get(at), factors.get(at)));
            at++;
        }
        return fitted;
    }

    /** Whether it leaves features as they are. */
    public boolean isNone() {
        return Arrays.stream(shift).allMatch(number -> number == 0) && Arrays.stream(factor).allMatch(number -> number == 1);
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
    private static void standardize(Examples examples, Map<String, Shape> inputs, List<double[]> means, List<double[]> factors) {
        long count = pass(examples, inputs, (input, features, rows) -> {
            double[] sums = means.get(input);
            for (int row = 0; row < rows; row++) {
                for (int i = 0; i < sums.length; i++) {
                    sums[i] += features[row * sums.length + i];
                }
            }
        });
        for (double[] mean : means) {
            for (int i = 0; i < mean.length; i++) {
                mean[i] /= count;
            }
        }
        List<double[]> squares = new ArrayList<>();
        means.forEach(mean -> squares.add(new double[mean.length]));
        pass(examples, inputs, (input, features, rows) -> {
            double[] mean = means.get(input);
            double[] sums = squares.get(input);
            for (int row = 0; row < rows; row++) {
                for (int i = 0; i < sums.length; i++) {
                    double distance = features[row * sums.length + i] - mean[i];
                    sums[i] += distance * distance;
                }
            }
        });
        for (int input = 0; input < squares.size(); input++) {
            for (int i = 0; i < squares.get(input).length; i++) {
                double deviation = Math.sqrt(squares.get(input)[i] / count);
                factors.get(input)[i] = deviation > 0 ? 1 / deviation : 1;
            }
        }
    }

    /** Takes the features of some rows, row-major. */
    private interface Taking {
        void take(int input, float[] features, int rows);
    }

    private static long pass(Examples examples, Map<String, Shape> inputs, Taking taking) {
        long count = 0;
        try (Cursor cursor = Cursor.of(examples, new Signature(inputs, List.of(), false), CHUNK)) {
            for (int rows = cursor.next(CHUNK); rows > 0; rows = cursor.next(CHUNK)) {
                for (int input = 0; input < inputs.size(); input++) {
                    taking.take(input, cursor.features(input), rows);
                }
                count += rows;
            }
        }
        return count;
    }
}
