package org.fascicle.tests.gradient;

import java.util.Arrays;
import java.util.List;

/** Central differences of a program's loss by one element of a leaf. */
final class Differences {
    private final Program program;
    private final Leaf leaf;
    private final double[] at;
    private final int element;
    private final List<double[]> kinks;

    /**
     * Differences at a point.
     *
     * @param at the leaf's values there; changed for a moment
     * @param kinks the predicates there
     */
    Differences(Program program, Leaf leaf, double[] at, int element, List<double[]> kinks) {
        this.program = program;
        this.leaf = leaf;
        this.at = at;
        this.element = element;
        this.kinks = kinks;
    }

    /** (f(x + h) − f(x − h)) / 2h with h = step · max(1, |x|); NaN where a predicate changes between x − h and x + h. */
    double of(double step) {
        double x = at[element];
        double h = step * Math.max(1, Math.abs(x));
        double above = loss(x + h);
        boolean smooth = isSmooth();
        double below = loss(x - h);
        smooth &= isSmooth();
        at[element] = x;
        program.set(leaf.name(), at);
        return smooth ? (above - below) / ((x + h) - (x - h)) : Double.NaN;
    }

    private double loss(double x) {
        at[element] = x;
        program.set(leaf.name(), at);
        program.run();
        return program.loss();
    }

    private boolean isSmooth() {
        List<double[]> here = program.kinks();
        for (int i = 0; i < kinks.size(); i++) {
            if (!Arrays.equals(kinks.get(i), here.get(i))) {
                return false;
            }
        }
        return true;
    }
}
