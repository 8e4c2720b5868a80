package org.fascicle.tck.check;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

import org.fascicle.api.backend.Precision;
import org.fascicle.api.technique.Kind;
import org.fascicle.compiler.trace.Mode;
import org.fascicle.tck.subject.Leaf;
import org.fascicle.tck.subject.Program;
import org.fascicle.tck.subject.Subject;

/**
 * At inference, and for losses always, what a row gives does not depend on the other rows of the batch, nor on how many there
 * are; but for losses that ask for the rows of a batch, to compare rows with rows.
 */
final class RowsCheck extends Check {
    private static final int ROWS = 5;
    private static final double TOLERANCE = 1e-12;

    RowsCheck() {
        super("rows");
    }

    @Override
    public boolean concerns(Kind kind) {
        return kind == Kind.ACTIVATION || kind == Kind.LAYER || kind == Kind.LOSS;
    }

    @Override
    public void run(Trial trial) {
        for (Subject subject : trial.subjects(Mode.INFERENCE)) {
            if (subject.comparesRows()) {
                continue;
            }
            Map<String, double[]> values = new LinkedHashMap<>();
            Random random = Numbers.random(subject);
            subject.leaves().forEach(leaf -> values.put(leaf.name(), leaf.draw(random, ROWS)));
            Map<String, double[]> many = run(trial, subject, values, ROWS);
            Map<String, double[]> one = run(trial, subject, values, 1);
            one.forEach((name, row) -> {
                double[] first = Arrays.copyOf(many.get(name), row.length);
                int far = Numbers.firstFar(first, row, TOLERANCE * Math.max(1, Numbers.greatest(row)));
                Unmet.require(far < 0, name + " of " + subject + " depends on the other rows of the batch: the first row has "
                        + (far < 0 ? "" : first[far] + " with " + ROWS + " rows, and " + row[far] + " alone"));
            });
        }
    }

    private static Map<String, double[]> run(Trial trial, Subject subject, Map<String, double[]> values, int rows) {
        Map<String, double[]> results = new LinkedHashMap<>();
        try (Program program = Program.ofValues(trial.reference(), Precision.FLOAT64, subject, rows)) {
            for (Leaf leaf : program.leaves()) {
                program.set(leaf.name(), Arrays.copyOf(values.get(leaf.name()), leaf.size(rows)));
            }
            program.run();
            subject.values().forEach((name, value) -> {
                if (value.shape().isBatched()) {
                    results.put(name, program.read(name));
                }
            });
        }
        return results;
    }
}
