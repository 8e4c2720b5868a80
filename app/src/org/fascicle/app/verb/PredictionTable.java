package org.fascicle.app.verb;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Writes predictions as CSV (RFC 4180): what the row is called, or its number; its label, if it has one; the class that is predicted;
 * and the probability or score of each class, or the values. For one thread.
 */
final class PredictionTable implements PredictionView {
    private final PrintStream out;
    private final @Nullable String idColumn;
    private boolean begun;
    private boolean labelled;
    private boolean classes;
    private boolean distribution;

    /**
     * A table.
     *
     * @param idColumn what the column is called that names rows; null if none does
     */
    PredictionTable(PrintStream out, @Nullable String idColumn) {
        this.out = out;
        this.idColumn = idColumn;
    }

    @Override
    public void row(Prediction prediction) {
        if (!begun) {
            begun = true;
            labelled = prediction.label() >= 0;
            classes = prediction.isOfClasses();
            distribution = prediction.isDistribution();
            line(titles(prediction));
        }
        line(cells(prediction));
    }

    @Override
    public void end() {
        out.flush();
    }

    private List<String> titles(Prediction prediction) {
        List<String> titles = new ArrayList<>();
        titles.add(prediction.id() == null ? "row" : idColumn == null ? "id" : idColumn);
        boolean sampled = prediction.deviations() != null;
        int width = prediction.outputs().length;
        if (classes) {
            titles.addAll(labelled ? List.of("label", "predicted") : List.of("predicted"));
            for (int i = 0; i < Math.max(2, width); i++) {
                titles.add((distribution ? "probability_" : "score_") + prediction.name(i));
            }
        } else {
            addNumbered(titles, sampled ? "mean" : "predicted", width);
        }
        if (sampled && classes) {
            for (int i = 0; i < Math.max(2, width); i++) {
                titles.add("std_" + prediction.name(i));
            }
        } else if (sampled) {
            addNumbered(titles, "std", width);
        }
        return titles;
    }

    private static void addNumbered(List<String> titles, String name, int width) {
        for (int i = 0; i < width; i++) {
            titles.add(width == 1 ? name : name + "_" + i);
        }
    }

    private List<String> cells(Prediction prediction) {
        List<String> cells = new ArrayList<>();
        cells.add(prediction.id() == null ? String.valueOf(prediction.row()) : prediction.id());
        int width = prediction.outputs().length;
        if (classes) {
            if (labelled) {
                cells.add(prediction.label() < 0 ? "" : prediction.name(prediction.label()));
            }
            cells.add(prediction.name(prediction.best()));
        }
        for (int i = 0; i < (classes ? Math.max(2, width) : width); i++) {
            cells.add(String.valueOf(classes ? prediction.score(i) : prediction.outputs()[i]));
        }
        float[] deviations = prediction.deviations();
        for (int i = 0; deviations != null && i < (classes ? Math.max(2, width) : width); i++) {
            cells.add(String.valueOf(classes ? prediction.deviation(i).orElseThrow() : (Float) deviations[i]));
        }
        return cells;
    }

    private void line(List<String> cells) {
        StringBuilder line = new StringBuilder();
        for (String cell : cells) {
            line.append(line.length() == 0 ? "" : ",").append(quoted(cell));
        }
        out.print(line + "\n");
    }

    private static String quoted(String cell) {
        boolean plain = !cell.isEmpty() && cell.chars().allMatch(c -> c != ',' && c != '"' && c != '\n' && c != '\r')
                && cell.equals(cell.strip());
        return plain ? cell : '"' + cell.replace("\"", "\"\"") + '"';
    }
}
