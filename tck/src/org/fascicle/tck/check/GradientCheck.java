package org.fascicle.tck.check;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

import org.fascicle.api.backend.Precision;
import org.fascicle.api.technique.Kind;
import org.fascicle.api.technique.Technique;
import org.fascicle.compiler.trace.Mode;
import org.fascicle.tck.subject.Leaf;
import org.fascicle.tck.subject.Program;
import org.fascicle.tck.subject.Subject;
import org.fascicle.tck.subject.Variants;

/**
 * The gradient is what central differences say, in float64 on the reference, with h = 1e-5 · max(1, |x|), to 1e-6 of the
 * tensor's greatest derivative. If a technique says that it stops gradients, what stands in a {@code stop_gradient} is a constant there, as
 * it is to the gradient. Points where a predicate changes within h are left out; they may be one in twenty.
 */
final class GradientCheck extends Check {
    private static final int ROWS = 3;
    private static final double H = 1e-5;
    private static final double TOLERANCE = 1e-6;
    /** Below it a tensor's derivatives are rounding errors of sums that are about 1. */
    private static final double SMALLEST_SCALE = 1e-3;
    private static final double MOST_LEFT_OUT = 0.05;
    private static final double ROUNDINGS = 8;

    GradientCheck() {
        super("gradient");
    }

    @Override
    public boolean concerns(Kind kind) {
        return List.of(Kind.LAYER, Kind.ACTIVATION, Kind.LOSS, Kind.REGULARIZER, Kind.CONSTRAINT).contains(kind);
    }

    @Override
    public void run(Trial trial) {
        boolean stops = trial.target().create(trial.options()).getClass().getAnnotation(Technique.class).stopsGradient();
        for (Map<String, Object> options : new Variants(trial.target()).around(trial.options())) {
            for (Mode mode : List.of(Mode.TRAINING, Mode.INFERENCE)) {
                for (Subject subject : trial.ask(options, mode).made()) {
                    try (Program program = Program.ofDifferences(
                            trial.reference(), Precision.FLOAT64, subject, ROWS, stops)) {
                        check(subject, program);
                    }
                }
            }
        }
    }

    private static void check(Subject subject, Program program) {
        Random random = Numbers.random(subject);
        Map<String, double[]> values = new LinkedHashMap<>();
        program.leaves().forEach(leaf -> values.put(leaf.name(), leaf.draw(random, ROWS)));
        values.forEach(program::set);
        program.hold();
        program.run();
        Unmet.require(Double.isFinite(program.loss()), "the value of " + subject + " is " + program.loss());
        List<double[]> kinks = program.kinks();
        // What lies between two neighbouring numbers, central differences cannot tell: it matters where a gradient is 0.
        double rounding = ROUNDINGS * Math.ulp(program.loss()) / H;
        Map<Leaf, double[]> gradients = new LinkedHashMap<>();
        subject.wanted().forEach(leaf -> gradients.put(leaf, program.gradient(leaf)));
        int points = 0;
        long leftOut = 0;
        for (Leaf leaf : subject.wanted()) {
            double[] numeric = differences(program, leaf, Objects.requireNonNull(values.get(leaf.name())), kinks);
            compare(subject + ", by " + leaf.name(), Objects.requireNonNull(gradients.get(leaf)), numeric, rounding);
            points += numeric.length;
            leftOut += Arrays.stream(numeric).filter(Double::isNaN).count();
        }
        // One point of few may always lie at a kink.
        Unmet.require(leftOut <= Math.max(1, MOST_LEFT_OUT * points),
                leftOut + " of " + points + " points of " + subject + " lie at a kink: its gradient is hardly defined");
    }

    /** (f(x + h) − f(x − h)) / 2h for each element; NaN where a predicate changes between x − h and x + h. */
    private static double[] differences(Program program, Leaf leaf, double[] at, List<double[]> kinks) {
        double[] numeric = new double[at.length];
        for (int i = 0; i < at.length; i++) {
            double x = at[i];
            double h = H * Math.max(1, Math.abs(x));
            double[] losses = new double[2];
            boolean smooth = true;
            for (int side = 0; side < 2; side++) {
                at[i] = side == 0 ? x - h : x + h;
                program.set(leaf.name(), at);
                program.run();
                losses[side] = program.loss();
                smooth &= same(kinks, program.kinks());
            }
            at[i] = x;
            program.set(leaf.name(), at);
            numeric[i] = smooth ? (losses[1] - losses[0]) / ((x + h) - (x - h)) : Double.NaN;
        }
        return numeric;
    }

    private static boolean same(List<double[]> a, List<double[]> b) {
        for (int i = 0; i < a.size(); i++) {
            if (!Arrays.equals(a.get(i), b.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static void compare(String what, double[] analytic, double[] numeric, double rounding) {
        double scale = Math.max(SMALLEST_SCALE, Numbers.greatest(analytic));
        for (int i = 0; i < numeric.length; i++) {
            boolean near = Math.abs(numeric[i] - analytic[i]) <= Math.max(TOLERANCE * scale, rounding);
            Unmet.require(near || Double.isNaN(numeric[i]) && !Double.isNaN(analytic[i]), "the gradient of " + what + "[" + i
                    + "] is "
                    + analytic[i] + ", but central differences give " + numeric[i]
                    + ". If a gradient is stopped on purpose, say it: @Technique(stopsGradient = true)");
        }
    }
}
