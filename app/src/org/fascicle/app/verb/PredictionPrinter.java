package org.fascicle.app.verb;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.fascicle.app.console.Numbers;
import org.fascicle.app.console.Table;
import org.jspecify.annotations.Nullable;

/**
 * Prints predictions as a table, with some columns for each output. What was sampled is printed with its spread, and probabilities with
 * the entropy of their means. For one thread.
 */
final class PredictionPrinter implements PredictionView {
    /** The number of rows that are kept until the widths of the columns are computed. */
    private static final int BLOCK = 1000;

    private final PrintStream out;
    private final List<Block> blocks = new ArrayList<>();
    private @Nullable Table table;
    private int kept;
    private boolean named;

    PredictionPrinter(PrintStream out) {
        this.out = out;
    }

    @Override
    public void row(PredictedRow row) {
        if (table == null) {
            table = titles(row);
        }
        List<String> cells = new ArrayList<>(List.of(String.valueOf(row.row())));
        if (named) {
            cells.add(row.id() == null ? "" : row.id());
        }
        for (int i = 0; i < blocks.size(); i++) {
            blocks.get(i).cells(row.outputs().get(i), cells);
        }
        table.row(cells);
        if (++kept == BLOCK) {
            end();
        }
    }

    @Override
    public void end() {
        if (table != null) {
            table.print(out);
            kept = 0;
        }
    }

    private Table titles(PredictedRow row) {
        named = row.id() != null;
        List<String> titles = new ArrayList<>(List.of(">row"));
        if (named) {
            titles.add("id");
        }
        for (Prediction output : row.outputs()) {
            Block block = new Block(output);
            block.titles(output, row.prefix(output), titles);
            blocks.add(block);
        }
        return new Table(titles);
    }

    private static String all(float[] outputs) {
        return IntStream.range(0, outputs.length).mapToObj(i -> Numbers.metric(outputs[i])).collect(Collectors.joining(" "));
    }

    /** The columns of an output, as its first row has them. */
    private static final class Block {
        private final Prediction.Sort sort;
        private final boolean labelled;
        private final boolean distribution;

        Block(Prediction first) {
            sort = first.sort();
            labelled = first.label() >= 0;
            distribution = first.isDistribution();
        }

        private boolean isOfOneClass() {
            return sort == Prediction.Sort.CLASS || sort == Prediction.Sort.TWO_CLASSES;
        }

        void titles(Prediction output, String prefix, List<String> titles) {
            boolean sampled = output.deviations() != null;
            if (isOfOneClass()) {
                if (labelled) {
                    titles.add(">" + prefix + "label");
                }
                titles.add(">" + prefix + "predicted");
                // The only number of two classes is that of the second one.
                titles.add(">" + prefix + output.word() + (sort == Prediction.Sort.CLASS ? "" : "_" + output.name(1)));
            } else if (sort == Prediction.Sort.LABELS) {
                titles.addAll(List.of(prefix + "predicted", prefix + (sampled ? "mean" : output.word())));
            } else {
                titles.add(prefix + (sampled ? "mean" : "output"));
            }
            if (sampled) {
                titles.add((isOfOneClass() ? ">" : "") + prefix + "std");
            }
            if (sampled && distribution) {
                titles.add(">" + prefix + "entropy");
            }
            if (isOfOneClass() && labelled) {
                titles.add("");
            }
        }

        void cells(Prediction output, List<String> cells) {
            int best = output.best();
            int label = output.label();
            int shown = sort == Prediction.Sort.TWO_CLASSES ? 1 : best;
            if (isOfOneClass()) {
                if (labelled) {
                    cells.add(label < 0 ? "" : output.name(label));
                }
                cells.add(output.name(best));
            } else if (sort == Prediction.Sort.LABELS) {
                cells.add(Arrays.stream(output.chosen()).mapToObj(output::name)
                        .collect(Collectors.joining(PredictionTable.BETWEEN)));
            }
            cells.add(isOfOneClass() ? Numbers.metric(output.score(shown)) : all(output.outputs()));
            float[] deviations = output.deviations();
            if (deviations != null) {
                cells.add(isOfOneClass() ? Numbers.metric(output.deviation(shown).orElseThrow()) : all(deviations));
            }
            if (deviations != null && distribution) {
                cells.add(Numbers.metric(output.entropy()));
            }
            if (isOfOneClass() && labelled) {
                cells.add(label < 0 || best == label ? "" : "wrong");
            }
        }
    }
}
