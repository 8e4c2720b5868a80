package org.fascicle.tck.check;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.fascicle.api.backend.Precision;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.technique.Kind;
import org.fascicle.compiler.trace.Mode;
import org.fascicle.tck.subject.Program;
import org.fascicle.tck.subject.Subject;

/**
 * Training and inference differ only where the scope says which it is: inference draws nothing and changes no state,
 * Monte-Carlo inference changes no state, and a technique that does not ask its scope computes the same.
 */
final class ModeCheck extends Check {
    private static final int ROWS = 4;

    ModeCheck() {
        super("modes");
    }

    @Override
    public boolean concerns(Kind kind) {
        return kind == Kind.ACTIVATION || kind == Kind.LAYER;
    }

    @Override
    public void run(Trial trial) {
        for (Mode mode : List.of(Mode.INFERENCE, Mode.MONTE_CARLO)) {
            for (Subject subject : trial.subjects(mode)) {
                subject.states().forEach(state -> Unmet.require(state.next() == null, "changes the state "
                        + state.variable().path() + " in " + mode + ": ask scope.updatesStatistics() first"));
                Unmet.require(mode != Mode.INFERENCE || !subject.draws(),
                        "draws random numbers in inference: ask scope.stochastic() first");
            }
        }
        List<Subject> training = trial.subjects(Mode.TRAINING);
        List<Subject> inference = trial.subjects(Mode.INFERENCE);
        Unmet.require(training.size() == inference.size(), "takes other shapes in inference than in training");
        for (int i = 0; i < training.size(); i++) {
            Subject one = training.get(i);
            Subject other = inference.get(i);
            Unmet.require(one.initials().keySet().equals(other.initials().keySet()),
                    "declares the parameters " + one.initials().keySet() + " in training, and "
                            + other.initials().keySet() + " in inference");
            one.values().forEach((name, value) -> {
                Expr there = other.values().get(name);
                Unmet.require(there == null || there.shape().equals(value.shape()), name + " of " + one + " is " + value.shape()
                        + ", and " + (there == null ? "" : there.shape()) + " in inference: what follows it takes one of them");
            });
            if (!one.asksMode() && !other.asksMode()) {
                same(one, run(trial, one, one), run(trial, other, one));
            }
        }
    }

    private static void same(Subject subject, Map<String, double[]> training, Map<String, double[]> inference) {
        inference.forEach((name, values) -> Unmet.require(Numbers.sameBits(training.get(name), values),
                name + " of " + subject + " is not that of inference, though the scope was not asked which it is"));
    }

    private static Map<String, double[]> run(Trial trial, Subject subject, Subject drawn) {
        Map<String, double[]> results = new LinkedHashMap<>();
        try (Program program = Program.ofValues(trial.reference(), Precision.FLOAT64, subject, ROWS)) {
            Random random = Numbers.random(drawn);
            program.leaves().forEach(leaf -> program.set(leaf.name(), leaf.draw(random, ROWS)));
            program.run();
            program.names().forEach(name -> results.put(name, program.read(name)));
        }
        return results;
    }
}
