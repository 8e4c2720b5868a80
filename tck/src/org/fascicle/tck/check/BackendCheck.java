package org.fascicle.tck.check;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

import org.fascicle.api.backend.Backend;
import org.fascicle.api.backend.Precision;
import org.fascicle.api.technique.Kind;
import org.fascicle.compiler.trace.Mode;
import org.fascicle.tck.subject.Program;
import org.fascicle.tck.subject.Subject;

/**
 * Every backend that is installed, in each of its precisions, computes the values and the gradients of the reference in
 * float64, to 1e-5 and 1e-10 of the tensor's greatest element, once as it fuses operations and once with each operation by
 * itself. Where float32 itself cannot be so near, as the reference in float32 shows, some times its distance is
 * permitted.
 */
final class BackendCheck extends Check {
    private static final int ROWS = 4;
    private static final double FLOAT32 = 1e-5;
    private static final double FLOAT64 = 1e-10;
    /** The most that float32 may lose on the reference. */
    private static final double LOST = 1e-3;
    private static final double TIMES = 8;
    /** Below it a tensor's elements are rounding errors of numbers that are about 1, which float32 rounds by 6e-8 each time. */
    private static final double SMALLEST_SCALE = 3e-2;

    BackendCheck() {
        super("backends");
    }

    @Override
    public boolean concerns(Kind kind) {
        return kind != Kind.SCHEDULE && kind != Kind.DATA;
    }

    @Override
    public void run(Trial trial) {
        for (Mode mode : List.of(Mode.TRAINING, Mode.INFERENCE)) {
            for (Subject subject : trial.subjects(mode)) {
                check(trial, subject);
            }
        }
    }

    private static void check(Trial trial, Subject subject) {
        Map<String, double[]> exact = run(trial, trial.reference(), Precision.FLOAT64, subject);
        Map<String, double[]> rounded = run(trial, trial.reference(), Precision.FLOAT32, subject);
        Map<String, Double> lost = new HashMap<>();
        exact.forEach((name, values) -> {
            double[] near = Objects.requireNonNull(rounded.get(name), name);
            lost.put(name, distance(values, near));
            near(name + " of " + subject + " on the reference in float32", values, near, LOST * scale(values));
        });
        for (Backend backend : trial.backends().subList(1, trial.backends().size())) {
            for (Precision precision : backend.capabilities().storages()) {
                for (Backend way : List.of(backend, new Unfused(backend))) {
                    Map<String, double[]> actual = run(trial, way, precision, subject);
                    String where = " of " + subject + " on " + way.name() + " in " + precision;
                    exact.forEach((name, values) -> near(name + where, values, Objects.requireNonNull(actual.get(name), name),
                            precision == Precision.FLOAT64 ? FLOAT64 * scale(values)
                                    : Math.max(FLOAT32 * scale(values), TIMES * lost.getOrDefault(name, 0.0))));
                }
            }
        }
    }

    private static void near(String what, double[] exact, double[] actual, double tolerance) {
        int far = Numbers.firstFar(exact, actual, tolerance);
        if (far >= 0) {
            throw Unmet.failed(what + " is " + actual[far] + " at " + far + ", and on the reference in float64 "
                    + exact[far]);
        }
    }

    private static double scale(double[] values) {
        return Math.max(SMALLEST_SCALE, Numbers.greatest(values));
    }

    private static double distance(double[] a, double[] b) {
        double greatest = 0;
        for (int i = 0; i < a.length; i++) {
            greatest = Math.max(greatest, Math.abs(a[i] - b[i]));
        }
        return greatest;
    }

    private static Map<String, double[]> run(Trial trial, Backend backend, Precision precision, Subject subject) {
        try (Program program = trial.program(backend, precision, subject, ROWS)) {
            Random random = Numbers.random(subject);
            program.leaves().forEach(leaf -> program.set(leaf.name(), leaf.draw(random, ROWS)));
            program.run();
            return program.results(subject);
        }
    }
}
