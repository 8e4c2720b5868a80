package org.fascicle.tck.check;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

import org.fascicle.api.backend.Backend;
import org.fascicle.api.backend.Precision;
import org.fascicle.api.technique.Kind;
import org.fascicle.compiler.trace.Mode;
import org.fascicle.tck.subject.Program;
import org.fascicle.tck.subject.Subject;
import org.fascicle.tck.subject.Variants;

/**
 * An initializer gives the same finite numbers on every backend, in all configurations: in float32 those of the reference in
 * float64, to 1e-6 of the greatest. A network that is made anew is then the same everywhere.
 */
final class InitialCheck extends Check {
    private static final double RELATIVE = 1e-6;

    InitialCheck() {
        super("initial");
    }

    @Override
    public boolean concerns(Kind kind) {
        return kind == Kind.INITIALIZER;
    }

    @Override
    public void run(Trial trial) {
        for (Map<String, Object> options : new Variants(trial.target()).around(trial.options())) {
            trial.ask(options, Mode.INFERENCE).made().forEach(subject -> check(trial, subject));
        }
    }

    private static void check(Trial trial, Subject subject) {
        Map<String, double[]> exact = numbers(trial, trial.reference(), Precision.FLOAT64, subject);
        exact.forEach((name, values) -> Unmet.require(Numbers.isFinite(values), name + " of " + subject + " is not finite"));
        for (Backend backend : trial.backends()) {
            Map<String, double[]> actual = numbers(trial, backend, Precision.FLOAT32, subject);
            exact.forEach((name, values) -> {
                double[] there = Objects.requireNonNull(actual.get(name), name);
                int far = Numbers.firstFar(values, there, RELATIVE * Numbers.greatest(values));
                if (far >= 0) {
                    throw Unmet.failed(name + " of " + subject + " on " + backend.name() + " is " + there[far]
                            + " at " + far + ", and on the reference in float64 " + values[far]);
                }
            });
        }
    }

    private static Map<String, double[]> numbers(Trial trial, Backend backend, Precision precision, Subject subject) {
        try (Program program = Program.ofValues(backend, precision, subject, 1)) {
            program.run();
            Map<String, double[]> numbers = new LinkedHashMap<>();
            program.names().forEach(name -> numbers.put(name, program.read(name)));
            return numbers;
        }
    }
}
