package org.fascicle.app.verb;

import java.io.PrintStream;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.fascicle.app.console.Figures;
import org.fascicle.app.console.JsonLines;
import org.fascicle.app.console.Table;

/**
 * Prints predictions. Several outputs are taken for scores of classes, and for probabilities if they are positive and sum
 * to 1; a single output is printed as it is. For one thread.
 */
final class PredictionPrinter {
    private final PrintStream out;
    private final JsonLines lines;
    private Table table;
    private boolean labelled;
    private boolean classes;

    PredictionPrinter(PrintStream out, boolean json) {
        this.out = out;
        this.lines = json ? new JsonLines(out) : null;
    }

    /**
     * One row.
     *
     * @param label its class; −1 if it has none
     */
    void row(int row, int label, float[] outputs) {
        if (lines != null) {
            json(row, label, outputs);
            return;
        }
        if (table == null) {
            labelled = label >= 0;
            classes = isOfClasses(label, outputs);
            table = titles(outputs);
        }
        String score = classes ? Figures.metric(outputs[best(outputs)]) : all(outputs);
        String number = String.valueOf(row);
        if (!classes) {
            table.row(number, score);
        } else if (labelled) {
            int best = best(outputs);
            table.row(number, String.valueOf(label), String.valueOf(best), score, best == label ? "" : "wrong");
        } else {
            table.row(number, String.valueOf(best(outputs)), score);
        }
    }

    /** Prints the table, if it is one. */
    void end() {
        if (table != null) {
            table.print(out);
        }
    }

    private Table titles(float[] outputs) {
        String score = isDistribution(outputs) ? ">probability" : ">score";
        if (!classes) {
            return new Table(">row", "output");
        }
        return labelled ? new Table(">row", ">label", ">predicted", score, "") : new Table(">row", ">predicted", score);
    }

    private void json(int row, int label, float[] outputs) {
        lines.object(json -> {
            json.writeNumberField("row", row);
            if (label >= 0) {
                json.writeNumberField("label", label);
            }
            if (isOfClasses(label, outputs)) {
                int best = best(outputs);
                json.writeNumberField("predicted", best);
                if (isDistribution(outputs)) {
                    json.writeNumberField("probability", outputs[best]);
                }
            }
            json.writeArrayFieldStart("output");
            for (float output : outputs) {
                JsonLines.number(json, output);
            }
            json.writeEndArray();
        });
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

    private static int best(float[] outputs) {
        int best = 0;
        for (int i = 1; i < outputs.length; i++) {
            best = outputs[i] > outputs[best] ? i : best;
        }
        return best;
    }

    private static String all(float[] outputs) {
        return IntStream.range(0, outputs.length).mapToObj(i -> Figures.metric(outputs[i])).collect(Collectors.joining(" "));
    }
}
