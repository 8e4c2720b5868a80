package org.fascicle.app.verb;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import com.fasterxml.jackson.core.JsonGenerator;
import org.fascicle.app.console.JsonLines;
import org.fascicle.app.console.Numbers;
import org.fascicle.app.console.Table;
import org.jspecify.annotations.Nullable;

/**
 * Prints predictions. Several outputs are taken for scores of classes, and for probabilities if they are positive and sum
 * to 1; a single output is printed as it is. What was sampled is printed with its spread, and probabilities with the entropy
 * of their means, in nats. For one thread.
 */
final class PredictionPrinter {
    /** The number of rows that are kept until the widths of the columns are computed. */
    private static final int BLOCK = 1000;

    private final PrintStream out;
    private final @Nullable JsonLines lines;
    private @Nullable Table table;
    private int kept;
    private boolean labelled;
    private boolean classes;
    private boolean distribution;

    PredictionPrinter(PrintStream out, boolean json) {
        this.out = out;
        this.lines = json ? new JsonLines(out) : null;
    }

    /**
     * One row.
     *
     * @param label its class; −1 if it has none
     * @param outputs what was computed, or the means of what was sampled
     * @param deviations null if nothing was sampled
     */
    void row(int row, int label, float[] outputs, float @Nullable [] deviations) {
        if (lines != null) {
            lines.object(json -> write(json, row, label, outputs, deviations));
            return;
        }
        if (table == null) {
            labelled = label >= 0;
            classes = isOfClasses(label, outputs);
            distribution = isDistribution(outputs);
            table = titles(deviations != null);
        }
        table.row(cells(row, label, outputs, deviations));
        if (++kept == BLOCK) {
            end();
        }
    }

    /** Prints what is left of the table, if it is one. */
    void end() {
        if (table != null) {
            table.print(out);
            kept = 0;
        }
    }

    private Table titles(boolean sampled) {
        List<String> titles = new ArrayList<>(List.of(">row"));
        if (classes) {
            titles.addAll(labelled ? List.of(">label", ">predicted") : List.of(">predicted"));
            titles.add(distribution ? ">probability" : ">score");
        } else {
            titles.add(sampled ? "mean" : "output");
        }
        if (sampled) {
            titles.add(classes ? ">std" : "std");
        }
        if (sampled && distribution) {
            titles.add(">entropy");
        }
        if (classes && labelled) {
            titles.add("");
        }
        return new Table(titles);
    }

    private List<String> cells(int row, int label, float[] outputs, float @Nullable [] deviations) {
        List<String> cells = new ArrayList<>(List.of(String.valueOf(row)));
        int best = best(outputs);
        if (classes && labelled) {
            cells.add(String.valueOf(label));
        }
        if (classes) {
            cells.add(String.valueOf(best));
        }
        cells.add(classes ? Numbers.metric(outputs[best]) : all(outputs));
        if (deviations != null) {
            cells.add(classes ? Numbers.metric(deviations[best]) : all(deviations));
        }
        if (deviations != null && distribution) {
            cells.add(Numbers.metric(entropy(outputs)));
        }
        if (classes && labelled) {
            cells.add(best == label ? "" : "wrong");
        }
        return cells;
    }

    private static void write(JsonGenerator json, int row, int label, float[] outputs, float @Nullable [] deviations)
            throws IOException {
        json.writeNumberField("row", row);
        if (label >= 0) {
            json.writeNumberField("label", label);
        }
        boolean distributed = isDistribution(outputs);
        if (isOfClasses(label, outputs)) {
            int best = best(outputs);
            json.writeNumberField("predicted", best);
            if (distributed) {
                json.writeNumberField("probability", outputs[best]);
            }
        }
        if (deviations == null) {
            write(json, "output", outputs);
        } else {
            write(json, "mean", outputs);
            write(json, "std", deviations);
            if (distributed) {
                JsonLines.number(json, "entropy", entropy(outputs));
            }
        }
    }

    private static void write(JsonGenerator json, String name, float[] values) throws IOException {
        json.writeArrayFieldStart(name);
        for (float value : values) {
            JsonLines.number(json, value);
        }
        json.writeEndArray();
    }

    private static boolean isOfClasses(int label, float[] outputs) {
        return outputs.length > 1 && (label >= 0 || isDistribution(outputs));
    }

    private static boolean isDistribution(float[] outputs) {
        double sum = 0;
        for (float output : outputs) {
            if (!(output >= 0)) {
                return false;
            }
            sum += output;
        }
        return outputs.length > 1 && Math.abs(sum - 1) < 1e-3;
    }

    private static double entropy(float[] probabilities) {
        double entropy = 0;
        for (float p : probabilities) {
            entropy -= p > 0 ? p * Math.log(p) : 0;
        }
        return entropy;
    }

    private static int best(float[] outputs) {
        int best = 0;
        for (int i = 1; i < outputs.length; i++) {
            best = outputs[i] > outputs[best] ? i : best;
        }
        return best;
    }

    private static String all(float[] outputs) {
        return IntStream.range(0, outputs.length).mapToObj(i -> Numbers.metric(outputs[i])).collect(Collectors.joining(" "));
    }
}
