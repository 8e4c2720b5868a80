package org.fascicle.tests.gradient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

import org.fascicle.api.backend.Backend;
import org.fascicle.api.backend.Precision;
import org.fascicle.api.technique.Kind;
import org.fascicle.tests.Seeds;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The gradient of every installed technique, in every configuration, is what central differences say: in float64 on the
 * reference, with h = 1e-5 · max(1, |x|), to 1e-6 of the tensor's greatest derivative. Initializers, schedules, metrics
 * and data have none.
 */
public class GradientTest extends CheckedTechniques {
    private static final double H = 1e-5;
    private static final double TOLERANCE = 1e-6;
    /** Below it a tensor's derivatives are rounding errors of sums that are about 1. */
    private static final double SMALLEST_SCALE = 1e-3;
    /** How many units in the last place the difference of two losses may be off by. */
    private static final double ROUNDINGS = 4;
    private static final double MOST_SKIPPED = 0.05;

    static Stream<Arguments> differentiable() throws InterruptedException {
        return techniques(List.of(Kind.LAYER, Kind.ACTIVATION, Kind.LOSS, Kind.REGULARIZER, Kind.CONSTRAINT, Kind.OPTIMIZER,
                Kind.TRANSFORM));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("differentiable")
    void theGradientIsWhatCentralDifferencesSay(Kind kind, String name) throws Exception {
        Random random = Seeds.random("theGradientIsWhatCentralDifferencesSay " + kind + " " + name);
        Backend reference = backend("reference");
        List<Subject> subjects = subjects(kind, name);
        assertFalse(subjects.isEmpty(), "nothing of it could be asked");
        for (Subject subject : subjects) {
            try (Program program = new Program(reference, Precision.FLOAT64, subject, ROWS, true)) {
                check(subject, program, random);
            }
        }
    }

    private static void check(Subject subject, Program program, Random random) {
        Map<String, double[]> values = new LinkedHashMap<>();
        subject.leaves().forEach(leaf -> values.put(leaf.name(), leaf.draw(random, ROWS)));
        program.weights().forEach(leaf -> values.put(leaf.name(), leaf.draw(random, ROWS)));
        values.forEach(program::set);
        program.run();
        double loss = program.loss();
        assertTrue(Double.isFinite(loss), () -> subject + ": the value is " + loss);
        List<double[]> kinks = program.kinks();
        Map<Leaf, double[]> gradients = new LinkedHashMap<>();
        subject.wanted().forEach(leaf -> gradients.put(leaf, program.gradient(leaf)));
        int points = 0;
        int skipped = 0;
        for (Leaf leaf : subject.wanted()) {
            double[] numeric = differences(program, leaf, values.get(leaf.name()), kinks);
            compare(subject + ", " + leaf.name(), gradients.get(leaf), numeric, loss);
            points += numeric.length;
            skipped += (int) Arrays.stream(numeric).filter(Double::isNaN).count();
        }
        int unchecked = skipped;
        // One point of few may always lie at a kink.
        assertTrue(unchecked <= Math.max(1, MOST_SKIPPED * points), () -> subject + ": " + unchecked + " points skipped");
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

    private static void compare(String what, double[] analytic, double[] numeric, double loss) {
        assertEquals(numeric.length, analytic.length, what);
        double scale = SMALLEST_SCALE;
        for (double derivative : analytic) {
            scale = Math.max(scale, Math.abs(derivative));
        }
        double rounding = ROUNDINGS * Math.ulp(loss) / H;
        for (int i = 0; i < numeric.length; i++) {
            if (!Double.isNaN(numeric[i])) {
                assertEquals(numeric[i], analytic[i], TOLERANCE * scale + rounding, what + "[" + i + "]");
            }
        }
    }
}
