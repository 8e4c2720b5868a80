package org.fascicle.tck.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

import org.fascicle.api.backend.Backend;
import org.fascicle.api.backend.Precision;
import org.fascicle.api.technique.Kind;
import org.fascicle.compiler.trace.Mode;
import org.fascicle.tck.subject.Leaf;
import org.fascicle.tck.subject.Program;
import org.fascicle.tck.subject.Subject;
import org.fascicle.tck.subject.Variants;

/**
 * Gradients stay finite where exponentials overflow and squares do, on every backend: with the usual options in each of its precisions,
 * with others in float32, where it has that. Only a derivative that is itself beyond float32 may overflow there. A point is left out where
 * the technique is not defined, as its value is not finite in float64; and, in float32, where its value is beyond that, so that no step would
 * be made, or matrices that both come of the input, as in attention, have a product beyond that: no order of the operations would avoid it.
 * What goes through a sequence step by step may multiply in each: there the greatest points are left out.
 */
final class ExtremesCheck extends Check {
    private static final int ROWS = 3;
    private static final double[] EXTREMES = {0, 88, -88, 89, -89, 1e4, -1e4, 1e30, -1e30};
    private static final double LARGEST_IN_EACH_STEP = 1e2;
    private static final double LARGEST_FLOAT32 = Float.MAX_VALUE / 4;

    ExtremesCheck() {
        super("extremes");
    }

    @Override
    public boolean concerns(Kind kind) {
        return List.of(Kind.LAYER, Kind.ACTIVATION, Kind.LOSS, Kind.REGULARIZER).contains(kind);
    }

    @Override
    public void run(Trial trial) {
        for (Map<String, Object> options : new Variants(trial.target()).around(trial.options())) {
            for (Mode mode : List.of(Mode.TRAINING, Mode.INFERENCE)) {
                boolean usual = options.equals(trial.options());
                trial.ask(options, mode).made().forEach(subject -> check(trial, subject, usual));
            }
        }
    }

    private static void check(Trial trial, Subject subject, boolean inEachPrecision) {
        try (Program exact = Program.ofProducts(trial.reference(), Precision.FLOAT64, subject, ROWS)) {
            Map<String, double[]> values = values(subject, exact);
            values.forEach(exact::set);
            for (Backend backend : trial.backends()) {
                Set<Precision> all = backend.capabilities().storages();
                for (Precision precision : inEachPrecision || !all.contains(Precision.FLOAT32) ? all
                        : Set.of(Precision.FLOAT32)) {
                    try (Program program = program(trial, backend, precision, subject)) {
                        values.forEach(program::set);
                        check(subject, exact, program, precision, " on " + backend.name() + " in " + precision);
                    }
                }
            }
        }
    }

    private static Program program(Trial trial, Backend backend, Precision precision, Subject subject) {
        return Program.ofGradients(backend, precision, subject, ROWS);
    }

    /** Usual values of all leaves; weights of size 1, so that only the technique's own derivative may be beyond float32. */
    private static Map<String, double[]> values(Subject subject, Program program) {
        Random random = Numbers.random(subject);
        Map<String, double[]> values = new LinkedHashMap<>();
        for (Leaf leaf : program.leaves()) {
            double[] drawn = leaf.draw(random, ROWS);
            boolean weight = subject.leaves().stream().noneMatch(own -> own.name().equals(leaf.name()));
            values.put(leaf.name(), weight ? Arrays.stream(drawn).map(x -> x < 0 ? -1 : 1).toArray() : drawn);
        }
        return values;
    }

    private static boolean isBeyond(Program exact) {
        return exact.greatestProduct() > LARGEST_FLOAT32 || exact.greatest() > LARGEST_FLOAT32;
    }

    private static void check(Subject subject, Program exact, Program program, Precision precision, String where) {
        Leaf first = subject.wanted().get(0);
        for (double[] point : points(first.size(ROWS), subject.loops())) {
            exact.set(first.name(), point);
            exact.run();
            if (!Double.isFinite(exact.loss()) || precision == Precision.FLOAT32 && isBeyond(exact)) {
                continue;
            }
            program.set(first.name(), point);
            program.run();
            for (Leaf leaf : subject.wanted()) {
                double[] expected = exact.gradient(leaf);
                double[] actual = program.gradient(leaf);
                for (int i = 0; i < actual.length; i++) {
                    boolean beyond = precision == Precision.FLOAT32 && Math.abs(expected[i]) > LARGEST_FLOAT32;
                    Unmet.require(Double.isFinite(actual[i]) || beyond,
                            "the gradient by " + leaf.name() + " of " + subject + where + " at " + point[0] + ", " + point[1]
                                    + ", … is " + actual[i] + ", and " + expected[i] + " in float64");
                }
            }
        }
    }

    /** Each extreme everywhere, and all of them side by side. */
    private static List<double[]> points(int size, boolean inSteps) {
        double[] extremes = Arrays.stream(EXTREMES).filter(x -> !inSteps || Math.abs(x) <= LARGEST_IN_EACH_STEP).toArray();
        List<double[]> points = new ArrayList<>();
        double[] mixed = new double[size];
        for (int i = 0; i < size; i++) {
            mixed[i] = extremes[i % extremes.length];
        }
        points.add(mixed);
        for (double extreme : extremes) {
            double[] uniform = new double[size];
            Arrays.fill(uniform, extreme);
            points.add(uniform);
        }
        return points;
    }
}
