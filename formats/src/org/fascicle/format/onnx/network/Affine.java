package org.fascicle.format.onnx.network;

import java.util.Arrays;

/** x becomes factor · x + shift, with numbers for each place along some axes of a row. Immutable. */
final class Affine {
    /** What two roundings to float32 leave of 1. */
    private static final double ROUNDING = 1.2e-7;

    private final int[] shape;
    private final double[] factor;
    private final double[] shift;

    private Affine(int[] shape, double[] factor, double[] shift) {
        this.shape = shape;
        this.factor = factor;
        this.shift = shift;
    }

    static Affine times(int[] shape, double[] numbers) {
        return new Affine(shape, numbers, new double[numbers.length]);
    }

    static Affine plus(int[] shape, double[] numbers) {
        double[] ones = new double[numbers.length];
        Arrays.fill(ones, 1);
        return new Affine(shape, ones, numbers);
    }

    /** One extent for each axis of the row: its own, or 1 where all places along it are alike. */
    int[] shape() {
        return shape.clone();
    }

    boolean isUniform() {
        return factor.length == 1;
    }

    /** Whether it leaves all as it is, but for the rounding of its own numbers. */
    boolean isNothing() {
        return Arrays.stream(factor).allMatch(number -> Math.abs(number - 1) <= ROUNDING)
                && Arrays.stream(shift).allMatch(number -> number == 0);
    }

    boolean onlyShifts() {
        return Arrays.stream(factor).allMatch(number -> number == 1);
    }

    /** This one first, then another. */
    Affine then(Affine next) {
        int[] met = new int[shape.length];
        Arrays.setAll(met, axis -> Math.max(shape[axis], next.shape[axis]));
        double[] a = spread(factor, shape, met);
        double[] b = spread(shift, shape, met);
        double[] c = spread(next.factor, next.shape, met);
        double[] d = spread(next.shift, next.shape, met);
        double[] product = new double[a.length];
        double[] sum = new double[a.length];
        for (int i = 0; i < a.length; i++) {
            product[i] = a[i] * c[i];
            sum[i] = b[i] * c[i] + d[i];
        }
        return new Affine(met, product, sum);
    }

    double[] factor(int... to) {
        return spread(factor, shape, to);
    }

    double[] shift(int... to) {
        return spread(shift, shape, to);
    }

    /** The same for a row of a shape with other axes, if it is uniform. */
    Affine uniform(int rank) {
        int[] ones = new int[rank];
        Arrays.fill(ones, 1);
        return new Affine(ones, factor, shift);
    }

    private static double[] spread(double[] numbers, int[] from, int[] to) {
        if (Arrays.equals(from, to)) {
            return numbers;
        }
        double[] all = Folding.filledOf(0, numbers.length, to).values();
        for (int i = 0; i < all.length; i++) {
            int rest = i;
            int at = 0;
            for (int axis = to.length - 1, stride = 1; axis >= 0; axis--) {
                int place = rest % to[axis];
                rest /= to[axis];
                at += from[axis] == 1 ? 0 : place * stride;
                stride *= from[axis];
            }
            all[i] = numbers[at];
        }
        return all;
    }
}
