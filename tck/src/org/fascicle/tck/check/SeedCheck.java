package org.fascicle.tck.check;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.fascicle.api.backend.Backend;
import org.fascicle.api.backend.Precision;
import org.fascicle.api.schedule.Schedule;
import org.fascicle.api.technique.Kind;
import org.fascicle.compiler.trace.Mode;
import org.fascicle.tck.subject.Program;
import org.fascicle.tck.subject.Step;
import org.fascicle.tck.subject.Subject;
import org.fascicle.tck.subject.Target;

/**
 * The same seed gives the same numbers, however often the technique is made and used, and another seed gives others if it
 * draws: nothing comes from outside its options, its operands and its scope. A schedule is a function of the moment alone.
 */
final class SeedCheck extends Check {
    private static final int ROWS = 4;
    private static final int TIMES = 3;

    SeedCheck() {
        super("seed");
    }

    @Override
    public boolean concerns(Kind kind) {
        return kind != Kind.DATA;
    }

    @Override
    public void run(Trial trial) {
        if (trial.kind() == Kind.SCHEDULE) {
            schedule(trial);
            return;
        }
        for (Backend backend : trial.backends()) {
            Map<String, double[]> first = numbers(trial, backend, 1);
            for (int i = 1; i < TIMES; i++) {
                numbers(trial, backend, 1).forEach((name, values) -> Unmet.require(Numbers.sameBits(first.get(name), values),
                        name + " is not the same when it is computed again with the same seed: "
                                + "state or random numbers that no scope knows"));
            }
            boolean draws = trial.subjects(Mode.TRAINING).stream().anyMatch(Subject::draws);
            Map<String, double[]> other = numbers(trial, backend, 2);
            boolean differs = first.keySet().stream().anyMatch(name -> !Numbers.sameBits(first.get(name), other.get(name)));
            Unmet.require(!draws || differs,
                    "draws random numbers, and gives the same with another seed");
        }
    }

    private static Map<String, double[]> numbers(Trial trial, Backend backend, long seed) {
        Map<String, double[]> results = new LinkedHashMap<>();
        for (Subject subject : trial.subjects(Mode.TRAINING)) {
            try (Program program = trial.program(backend, Precision.FLOAT32, subject, ROWS)) {
                Random random = Numbers.random(subject);
                program.leaves().forEach(leaf -> program.set(leaf.name(), leaf.draw(random, ROWS)));
                program.run(seed);
                program.results(subject).forEach((name, values) -> results.put(name + " of " + subject, values));
            }
        }
        return results;
    }

    private static void schedule(Trial trial) {
        Target target = trial.target();
        List<Integer> steps = new ArrayList<>();
        double[] first = new double[Step.COUNT];
        for (int step = 0; step < Step.COUNT; step++) {
            first[step] = ((Schedule) target.create(trial.options())).at(new Step(step));
            Unmet.require(Double.isFinite(first[step]), "gives " + first[step] + " in step " + step);
            steps.add(step);
        }
        Collections.shuffle(steps, new Random(Step.COUNT));
        Schedule again = (Schedule) target.create(trial.options());
        for (int step : steps) {
            double value = again.at(new Step(step));
            Unmet.require(value == first[step], "gives " + first[step] + " and then " + value
                    + " for the same step " + step + ": a schedule is a function of the moment alone");
        }
    }
}
