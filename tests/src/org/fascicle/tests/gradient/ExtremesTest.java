package org.fascicle.tests.gradient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
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
 * Gradients stay finite where exponentials overflow and squares do: for every technique that stands between a parameter
 * and the loss, on every backend and in each of its precisions. Only a derivative that is itself beyond float32 may
 * overflow there.
 */
public class ExtremesTest extends CheckedTechniques {
    private static final double[] EXTREMES = {0, 88, -88, 89, -89, 1e4, -1e4, 1e30, -1e30};
    private static final double LARGEST_FLOAT32 = Float.MAX_VALUE / 4;
    private static final int CLASSES = 4;
    private static final double RELATIVE = 1e-6;

    static Stream<Arguments> backendsAndTechniques() throws Exception {
        List<Arguments> all = new ArrayList<>();
        for (String backend : backends()) {
            techniques(List.of(Kind.LAYER, Kind.ACTIVATION, Kind.LOSS, Kind.REGULARIZER))
                    .forEach(arguments -> all.add(Arguments.of(backend, arguments.get()[0], arguments.get()[1])));
        }
        return all.stream();
    }

    @ParameterizedTest(name = "{0}: {1} {2}")
    @MethodSource("backendsAndTechniques")
    void gradientsAreFiniteAtExtremes(String backend, Kind kind, String name) throws Exception {
        Random random = Seeds.random("gradientsAreFiniteAtExtremes " + kind + " " + name);
        for (Subject subject : subjects(kind, name)) {
            Map<String, double[]> values = new LinkedHashMap<>();
            try (Program oracle = new Program(backend("reference"), Precision.FLOAT64, subject, ROWS, false)) {
                subject.leaves().forEach(leaf -> values.put(leaf.name(), leaf.draw(random, ROWS)));
                // Of size 1, so that a derivative is beyond float32 only where the technique's own is.
                oracle.weights().forEach(leaf -> values.put(leaf.name(), signs(random, leaf.size(ROWS))));
                for (Precision precision : backend(backend).capabilities().precisions()) {
                    try (Program program = new Program(backend(backend), precision, subject, ROWS, false)) {
                        check(subject, values, oracle, program, precision);
                    }
                }
            }
        }
    }

    private static void check(Subject subject, Map<String, double[]> values, Program oracle, Program program,
            Precision precision) {
        values.forEach(oracle::set);
        values.forEach(program::set);
        Leaf first = subject.wanted().get(0);
        for (double[] point : points(first.size(ROWS))) {
            oracle.set(first.name(), point);
            oracle.run();
            if (!Double.isFinite(oracle.loss())) {
                // Outside what it is defined for, such as a probability of 0 or below: there is no gradient.
                continue;
            }
            program.set(first.name(), point);
            program.run();
            for (Leaf leaf : subject.wanted()) {
                double[] expected = oracle.gradient(leaf);
                double[] actual = program.gradient(leaf);
                for (int i = 0; i < actual.length; i++) {
                    boolean representable = precision == Precision.FLOAT64 || !(Math.abs(expected[i]) > LARGEST_FLOAT32);
                    String what = subject + " in " + precision + " at " + point[0] + ", " + point[1] + ", …: gradient of "
                            + leaf.name() + "[" + i + "] is " + actual[i] + ", in float64 " + expected[i];
                    assertTrue(Double.isFinite(actual[i]) || !representable, what);
                }
            }
        }
    }

    private static double[] signs(Random random, int size) {
        double[] signs = new double[size];
        for (int i = 0; i < size; i++) {
            signs[i] = random.nextBoolean() ? 1 : -1;
        }
        return signs;
    }

    /** Each extreme everywhere, and all of them side by side. */
    private static List<double[]> points(int size) {
        List<double[]> points = new ArrayList<>();
        double[] mixed = new double[size];
        for (int i = 0; i < size; i++) {
            mixed[i] = EXTREMES[i % EXTREMES.length];
        }
        points.add(mixed);
        for (double extreme : EXTREMES) {
            double[] uniform = new double[size];
            Arrays.fill(uniform, extreme);
            points.add(uniform);
        }
        return points;
    }

    static Stream<Arguments> backendsAndLosses() throws Exception {
        List<Arguments> all = new ArrayList<>();
        for (String backend : backends()) {
            techniques(List.of(Kind.LOSS)).forEach(arguments -> all.add(Arguments.of(backend, arguments.get()[1])));
        }
        return all.stream();
    }

    /**
     * Logits of ±10,000 in every combination, right and wrong: the loss is as exact as for small ones, and its
     * gradient finite.
     */
    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("backendsAndLosses")
    void lossesAreExactAtLogitsOfTenThousand(String backend, String name) throws Exception {
        int rows = 1 << CLASSES;
        for (Subject subject : subjects(Kind.LOSS, name)) {
            if (subject.toString().endsWith("linear output")) {
                continue;
            }
            for (int label = 0; label < CLASSES; label++) {
                for (int only = 0; only < rows; only++) {
                    Map<String, double[]> values = logits(subject, rows, label, only);
                    double expected = loss(backend("reference"), Precision.FLOAT64, subject, rows, values);
                    double actual = loss(backend(backend), Precision.FLOAT32, subject, rows, values);
                    assertTrue(Double.isFinite(expected), subject + ": " + expected);
                    assertEquals(expected, actual, RELATIVE * Math.max(1, Math.abs(expected)), subject + ", row " + only);
                }
            }
        }
    }

    /** Row r has +10,000 where r has a bit; the weights leave one row. */
    private static Map<String, double[]> logits(Subject subject, int rows, int label, int only) {
        double[] logits = new double[rows * CLASSES];
        for (int i = 0; i < logits.length; i++) {
            logits[i] = (i / CLASSES >> i % CLASSES & 1) == 1 ? 1e4 : -1e4;
        }
        double[] weights = new double[rows];
        weights[only] = 1;
        Map<String, double[]> values = new LinkedHashMap<>();
        for (Leaf leaf : subject.leaves()) {
            double[] targets = new double[leaf.size(rows)];
            for (int i = 0; i < targets.length; i++) {
                targets[i] = targets.length == rows ? label : i % CLASSES == label ? 1 : 0;
            }
            values.put(leaf.name(), targets);
        }
        values.put(subject.wanted().get(0).name(), logits);
        values.put("weights0", weights);
        return values;
    }

    private static double loss(Backend backend, Precision precision, Subject subject, int rows,
            Map<String, double[]> values) {
        try (Program program = new Program(backend, precision, subject, rows, false)) {
            values.forEach(program::set);
            program.run();
            for (double derivative : program.gradient(subject.wanted().get(0))) {
                assertTrue(Double.isFinite(derivative), subject + ": gradient " + derivative);
            }
            return program.loss();
        }
    }
}
