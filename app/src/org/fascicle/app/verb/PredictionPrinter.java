package org.fascicle.app.verb;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.fascicle.app.console.Numbers;
import org.fascicle.app.console.Table;
import org.jspecify.annotations.Nullable;

/**
 * Prints predictions as a table. What was sampled is printed with its spread, and probabilities with the entropy of their means. For
 * one thread.
 */
final class PredictionPrinter implements PredictionView {
    /** The number of rows that are kept until the widths of the columns are computed. */
    private static final int BLOCK = 1000;

    private final PrintStream out;
    private @Nullable Table table;
    private int kept;
    private boolean named;
    private boolean labelled;
    private boolean classes;
    private boolean distribution;

    PredictionPrinter(PrintStream out) {
        this.out = out;
    }

    @Override
    public void row(Prediction prediction) {
        if (table == null) {
            named = prediction.id() != null;
            labelled = prediction.label() >= 0;
            classes = prediction.isOfClasses();
            distribution = prediction.isDistribution();
            table = titles(prediction.deviations() != null);
        }
        table.row(cells(prediction));
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

    private Table titles(boolean sampled) {
        List<String> titles = new ArrayList<>(List.of(">row"));
        if (named) {
            titles.add("id");
        }
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

    private List<String> cells(Prediction prediction) {
        List<String> cells = new ArrayList<>(List.of(String.valueOf(prediction.row())));
        int best = prediction.best();
        int label = prediction.label();
        if (named) {
            cells.add(prediction.id() == null ? "" : prediction.id());
        }
        if (classes && labelled) {
            cells.add(label < 0 ? "" : prediction.name(label));
        }
        if (classes) {
            cells.add(prediction.name(best));
        }
        cells.add(classes ? Numbers.metric(prediction.score(best)) : all(prediction.outputs()));
        float[] deviations = prediction.deviations();
        if (deviations != null) {
            cells.add(classes ? Numbers.metric(prediction.deviation(best).orElseThrow()) : all(deviations));
        }
        if (deviations != null && distribution) {
            cells.add(Numbers.metric(prediction.entropy()));
        }
        if (classes && labelled) {
            cells.add(label < 0 || best == label ? "" : "wrong");
        }
        return cells;
    }

    private static String all(float[] outputs) {
        return IntStream.range(0, outputs.length).mapToObj(i -> Numbers.metric(outputs[i])).collect(Collectors.joining(" "));
    }
}
