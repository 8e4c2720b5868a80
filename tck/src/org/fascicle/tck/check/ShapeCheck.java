package org.fascicle.tck.check;

import java.util.Map;
import java.util.Random;

import org.fascicle.api.backend.Precision;
import org.fascicle.api.technique.Kind;
import org.fascicle.compiler.trace.Mode;
import org.fascicle.tck.subject.Leaf;
import org.fascicle.tck.subject.Program;
import org.fascicle.tck.subject.Refusal;
import org.fascicle.tck.subject.Subject;
import org.fascicle.tck.subject.Subjects;
import org.fascicle.tck.subject.Variants;

/**
 * Whatever the rank and the mode: a result has the type and shape of its kind, what the usual options compute is
 * finite, and a shape that is not taken is refused with a message.
 */
final class ShapeCheck extends Check {
    private static final int ROWS = 3;

    ShapeCheck() {
        super("shapes");
    }

    @Override
    public boolean concerns(Kind kind) {
        return kind != Kind.SCHEDULE && kind != Kind.DATA;
    }

    @Override
    public void run(Trial trial) {
        for (Map<String, Object> options : new Variants(trial.target()).around(trial.options())) {
            for (Mode mode : Mode.values()) {
                Subjects subjects = trial.ask(options, mode);
                for (Refusal refusal : subjects.refusals()) {
                    Unmet.require(!refusal.message().isBlank(), "refuses " + refusal + " without a message");
                }
            }
        }
        for (Mode mode : Mode.values()) {
            trial.subjects(mode).forEach(subject -> finite(trial, subject));
        }
    }

    private static void finite(Trial trial, Subject subject) {
        try (Program program = Program.ofValues(trial.reference(), Precision.FLOAT64, subject, ROWS)) {
            Random random = Numbers.random(subject);
            for (Leaf leaf : program.leaves()) {
                program.set(leaf.name(), leaf.draw(random, ROWS));
            }
            program.run();
            for (String name : program.names()) {
                Unmet.require(Numbers.isFinite(program.read(name)), name + " of " + subject + " is not finite");
            }
        }
    }
}
