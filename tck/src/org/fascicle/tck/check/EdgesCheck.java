package org.fascicle.tck.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

import org.fascicle.api.backend.Precision;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.schedule.Schedule;
import org.fascicle.api.technique.Interval;
import org.fascicle.api.technique.Kind;
import org.fascicle.api.technique.Option;
import org.fascicle.api.technique.OptionException;
import org.fascicle.compiler.trace.Mode;
import org.fascicle.tck.subject.Leaf;
import org.fascicle.tck.subject.Program;
import org.fascicle.tck.subject.Step;
import org.fascicle.tck.subject.Subject;
import org.fascicle.tck.subject.Subjects;

/**
 * With 0, and with each number at the end of its range that belongs to it, an option gives finite values, as it does beside that: what
 * divides by an option, or takes its logarithm, excludes 0 by a range, or refuses it.
 */
final class EdgesCheck extends Check {
    private static final int ROWS = 3;
    private static final double STEP = 1e-3;

    EdgesCheck() {
        super("edges");
    }

    @Override
    public boolean concerns(Kind kind) {
        return kind != Kind.DATA;
    }

    @Override
    public void run(Trial trial) {
        // What it computes by default must be sound first.
        trial.ask(trial.options(), Mode.TRAINING);
        for (Option option : trial.target().type().options()) {
            for (double edge : edges(option)) {
                check(trial, option, edge);
            }
        }
    }

    /** What is not finite beside the edge either is so for another reason: an iteration that no value of this option makes converge. */
    private static void check(Trial trial, Option option, double edge) {
        Map<String, Object> options = with(trial, option, edge);
        Optional<String> problem = accepts(trial, options) ? problem(trial, options) : Optional.empty();
        if (problem.isPresent() && beside(option, edge).stream().map(near -> with(trial, option, near))
                .anyMatch(near -> accepts(trial, near) && problem(trial, near).isEmpty())) {
            throw Unmet.failed(problem.get() + " with the option '" + option.name() + "' = " + edge
                    + ", which it takes: if that makes no sense, say so, @Range(\"(0,inf)\")");
        }
    }

    private static Map<String, Object> with(Trial trial, Option option, double value) {
        Map<String, Object> options = new LinkedHashMap<>(trial.options());
        options.put(option.name(), option.type() == Option.Type.INTEGER ? (Object) (int) value : (Object) value);
        return options;
    }

    private static List<Double> beside(Option option, double edge) {
        double step = option.type() == Option.Type.INTEGER ? 1 : STEP;
        List<Double> beside = new ArrayList<>(List.of(edge + step, edge - step));
        beside.removeIf(value -> option.range().map(range -> !range.contains(value)).orElse(false));
        return beside;
    }

    private static Optional<String> problem(Trial trial, Map<String, Object> options) {
        if (trial.kind() == Kind.SCHEDULE) {
            return schedule(trial, options);
        }
        return List.of(Mode.TRAINING, Mode.INFERENCE).stream().flatMap(mode -> subjects(trial, options, mode).stream())
                .flatMap(subject -> unbounded(trial, subject).stream()).findFirst();
    }

    private static List<Double> edges(Option option) {
        List<Double> edges = new ArrayList<>();
        if (List.of(Option.Type.NUMBER, Option.Type.SCHEDULED, Option.Type.INTEGER).contains(option.type())) {
            if (option.range().map(range -> range.contains(0)).orElse(true)) {
                edges.add(0.0);
            }
            option.range().ifPresent(range -> ends(range).forEach(end -> {
                boolean fits = option.type() != Option.Type.INTEGER || Math.abs(end) <= Short.MAX_VALUE && end == Math.rint(end);
                if (fits && !edges.contains(end)) {
                    edges.add(end);
                }
            }));
        }
        return edges;
    }

    private static List<Double> ends(Interval range) {
        List<Double> ends = new ArrayList<>();
        if (range.includesLow() && Double.isFinite(range.low())) {
            ends.add(range.low());
        }
        if (range.includesHigh() && Double.isFinite(range.high())) {
            ends.add(range.high());
        }
        return ends;
    }

    private static boolean accepts(Trial trial, Map<String, Object> options) {
        try {
            return trial.target().create(options) != null;
        } catch (OptionException | IllegalStateException e) {
            return false; // the check of options says so
        }
    }

    private static Optional<String> schedule(Trial trial, Map<String, Object> options) {
        for (int step = 0; step < Step.COUNT; step++) {
            double value = ((Schedule) trial.target().create(options)).at(new Step(step));
            if (!Double.isFinite(value)) {
                return Optional.of("gives " + value + " in step " + step);
            }
        }
        return Optional.empty();
    }

    private static List<Subject> subjects(Trial trial, Map<String, Object> options, Mode mode) {
        try {
            return Subjects.of(trial.target(), options, mode).made();
        } catch (OptionException | InputException e) {
            return List.of(); // it says so itself
        } catch (IllegalArgumentException e) {
            throw Unmet.failed(e.getMessage() + " with the options " + options);
        }
    }

    private static Optional<String> unbounded(Trial trial, Subject subject) {
        try (Program program = Program.ofValues(trial.reference(), Precision.FLOAT64, subject, ROWS)) {
            Random random = Numbers.random(subject);
            for (Leaf leaf : program.leaves()) {
                program.set(leaf.name(), leaf.draw(random, ROWS));
            }
            program.run();
            return program.names().stream().filter(name -> !Numbers.isFinite(program.read(name))).findFirst()
                    .map(name -> name + " of " + subject + " is not finite");
        }
    }
}
