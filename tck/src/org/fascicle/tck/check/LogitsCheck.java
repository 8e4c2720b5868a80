package org.fascicle.tck.check;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.fascicle.api.backend.Backend;
import org.fascicle.api.backend.Precision;
import org.fascicle.api.expr.Type;
import org.fascicle.api.technique.Kind;
import org.fascicle.compiler.trace.Mode;
import org.fascicle.tck.subject.Leaf;
import org.fascicle.tck.subject.Program;
import org.fascicle.tck.subject.Subject;
import org.fascicle.tck.subject.Variants;

/**
 * A loss of a softmax or sigmoid whose logits are ±10,000, in every combination, right and wrong, is on every backend in
 * float32 what it is on the reference in float64, to 1e-6, and its gradient is finite.
 */
final class LogitsCheck extends Check {
    private static final double LOGIT = 1e4;
    private static final double RELATIVE = 1e-6;

    LogitsCheck() {
        super("logits");
    }

    @Override
    public boolean concerns(Kind kind) {
        return kind == Kind.LOSS;
    }

    @Override
    public void run(Trial trial) {
        for (Map<String, Object> options : new Variants(trial.target()).around(trial.options())) {
            for (Subject subject : trial.ask(options, Mode.TRAINING).made()) {
                if (!subject.toString().startsWith("a linear output")) {
                    check(trial, subject);
                }
            }
        }
    }

    private static void check(Trial trial, Subject subject) {
        int rows = 1 << subject.inputShape().extent(1);
        try (Program exact = program(trial, trial.reference(), Precision.FLOAT64, subject, rows)) {
            for (Backend backend : trial.backends()) {
                try (Program program = program(trial, backend, Precision.FLOAT32, subject, rows)) {
                    for (int label = 0; label < subject.inputShape().extent(1); label++) {
                        for (int row = 0; row < rows; row++) {
                            values(exact.leaves(), subject, rows, label, row).forEach((name, values) -> {
                                exact.set(name, values);
                                program.set(name, values);
                            });
                            near(subject, exact, program, " on " + backend.name());
                        }
                    }
                }
            }
        }
    }

    private static Program program(Trial trial, Backend backend, Precision precision, Subject subject, int rows) {
        return Program.ofGradients(backend, precision, subject, rows);
    }

    private static void near(Subject subject, Program exact, Program program, String where) {
        exact.run();
        program.run();
        double expected = exact.loss();
        double actual = program.loss();
        Unmet.require(Math.abs(expected - actual) <= RELATIVE * Math.max(1, Math.abs(expected)), "the loss of " + subject
                + where + " is " + actual + " for logits of ±10,000, and on the reference in float64 " + expected);
        for (Leaf leaf : subject.wanted()) {
            Unmet.require(Numbers.isFinite(program.gradient(leaf)) && Numbers.isFinite(exact.gradient(leaf)),
                    "the gradient by " + leaf.name() + " of " + subject + where + " is not finite for logits of ±10,000");
        }
    }

    /** Row r has +10,000 where r has a bit; the weights leave one row; the right class is the label. */
    private static Map<String, double[]> values(List<Leaf> leaves, Subject subject, int rows, int label, int only) {
        int classes = subject.inputShape().extent(1);
        Map<String, double[]> values = new LinkedHashMap<>();
        for (Leaf leaf : leaves) {
            double[] each = new double[leaf.size(rows)];
            for (int i = 0; i < each.length; i++) {
                if (leaf.name().equals(subject.wanted().get(0).name())) {
                    each[i] = (i / classes >> i % classes & 1) == 1 ? LOGIT : -LOGIT;
                } else if (subject.leaves().contains(leaf)) {
                    each[i] = leaf.expression().type() == Type.INT32 ? label : i % classes == label ? 1 : 0;
                } else {
                    each[i] = i == only ? 1 : 0;
                }
            }
            values.put(leaf.name(), each);
        }
        return values;
    }
}
