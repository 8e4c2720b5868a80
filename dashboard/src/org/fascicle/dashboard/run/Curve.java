package org.fascicle.dashboard.run;

import java.util.Arrays;

/**
 * Numbers over steps or epochs, of which at most {@value #MOST} points are kept: when there would be more, neighbours are merged to
 * their mean, and from then on twice as many numbers become a point. Safe for any thread; each call takes microseconds.
 */
public final class Curve {
    static final int MOST = 1000;

    private static final int FEW = 16;

    // A network of many layers has thousands of curves, most of them short.
    private double[] xs = new double[FEW];
    private double[] ys = new double[FEW];
    private int size;
    /** How many numbers a point stands for. */
    private long merged = 1;
    /** Those of the point that is not full yet: how many, their last place, and what their mean is made of. */
    private long open;
    private double place;
    private double sum;
    private long finite;

    /** A copy of the points, oldest first. A value may be NaN, where no number of a point was finite. */
    public record Points(double[] xs, double[] ys) {}

    /** Adds a number; places do not fall. */
    public synchronized void add(double x, double y) {
        place = x;
        open++;
        if (Double.isFinite(y)) {
            sum += y;
            finite++;
        }
        if (open == merged) {
            close();
        }
    }

    private void close() {
        if (size == MOST) {
            halve();
            if (open < merged) {
                return;
            }
        }
        if (size == xs.length) {
            int room = Math.min(2 * size, MOST);
            xs = Arrays.copyOf(xs, room);
            ys = Arrays.copyOf(ys, room);
        }
        xs[size] = place;
        ys[size] = mean();
        size++;
        open = 0;
        sum = 0;
        finite = 0;
    }

    private double mean() {
        return finite == 0 ? Double.NaN : sum / finite;
    }

    private void halve() {
        size = MOST / 2;
        for (int i = 0; i < size; i++) {
            xs[i] = xs[2 * i + 1];
            double first = ys[2 * i];
            double second = ys[2 * i + 1];
            ys[i] = Double.isNaN(first) ? second : Double.isNaN(second) ? first : (first + second) / 2;
        }
        merged *= 2;
    }

    /** The points so far; the last may stand for fewer numbers than the others. */
    public synchronized Points points() {
        int all = open > 0 && size < MOST ? size + 1 : size;
        double[] x = Arrays.copyOf(xs, all);
        double[] y = Arrays.copyOf(ys, all);
        if (open > 0) {
            x[all - 1] = place;
            y[all - 1] = mean();
        }
        return new Points(x, y);
    }
}
