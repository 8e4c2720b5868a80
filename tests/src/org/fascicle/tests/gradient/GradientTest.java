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
    private static final int DRAWS = 3;

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
                double skipped = check(subject, program, random);
                // One point may lie at a kink by chance; that the next two do as well is no chance.
                for (int draw = 1; draw < DRAWS && skipped > MOST_SKIPPED; draw++) {
                    skipped = check(subject, program, random);
                }
                assertTrue(skipped <= MOST_SKIPPED, subject + ": " + skipped + " of all derivatives could not be checked");
            }
        }
    }

    /** Checks all derivatives at one point; gives the share of those that a kink kept from being checked. */
    private static double check(Subject subject, Program program, Random random) {
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
            double[] at = values.get(leaf.name());
            double[] gradient = gradients.get(leaf);
            double tolerance = TOLERANCE * scale(gradient) + ROUNDINGS * Math.ulp(loss) / H;
            assertEquals(at.length, gradient.length, subject + ", " + leaf.name());
            for (int i = 0; i < at.length; i++) {
                Differences differences = new Differences(program, leaf, at, i, kinks);
                skipped += agrees(differences, gradient[i], tolerance, subject + ", " + leaf.name() + "[" + i + "]") ? 0 : 1;
            }
            points += at.length;
        }
        return (double) skipped / points;
    }

    /** Fails if a derivative is not what differences say; false where a kink keeps them from saying anything. */
    private static boolean agrees(Differences differences, double derivative, double tolerance, String what) {
        double fine = differences.of(H);
        if (Math.abs(fine - derivative) <= tolerance) {
            return true;
        }
        // What changes with twice the step is the curvature's part in the difference, and not the derivative's fault.
        double coarse = differences.of(2 * H);
        if (Double.isNaN(fine) || Double.isNaN(coarse)) {
            return false;
        }
        assertEquals(fine, derivative, tolerance + Math.abs(fine - coarse), what);
        return true;
    }

    private static double scale(double[] gradient) {
        return Math.max(SMALLEST_SCALE, Arrays.stream(gradient).map(Math::abs).max().orElse(0));
    }
}
