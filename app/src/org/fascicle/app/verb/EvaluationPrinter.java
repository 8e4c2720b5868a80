package org.fascicle.app.verb;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.core.JsonGenerator;
import org.fascicle.api.model.Evaluation;
import org.fascicle.api.model.Model;
import org.fascicle.app.console.JsonLines;
import org.fascicle.app.console.Numbers;
import org.fascicle.app.console.Table;

/** Prints what an evaluation found: its metrics in a line, and each of its tables below. */
final class EvaluationPrinter {
    private EvaluationPrinter() {}

    /**
     * Prints text.
     *
     * @param subset which rows: {@code test}
     * @param rows how many
     * @param classes their names; empty if they have none
     */
    static void print(PrintStream out, String subset, int rows, Evaluation evaluation, List<String> classes) {
        out.println(subset + ", " + Numbers.count(rows) + " rows: " + Numbers.metrics(evaluation.metrics(), ", "));
        evaluation.tables().forEach((name, table) -> {
            out.println();
            out.println(name);
            print(out, table, classes);
        });
    }

    /** Writes all as members of the object at hand; tables as nested arrays, with the names of the classes beside them. */
    static void write(JsonGenerator json, Evaluation evaluation, List<String> classes) throws IOException {
        JsonLines.numbers(json, evaluation.metrics());
        if (!evaluation.tables().isEmpty() && !classes.isEmpty()) {
            JsonLines.texts(json, "classes", classes);
        }
        for (Map.Entry<String, Evaluation.Table> table : evaluation.tables().entrySet()) {
            json.writeFieldName(table.getKey());
            double[] values = table.getValue().values();
            JsonLines.tensor(json, table.getValue().shape().toArray(), (to, number) -> JsonLines.number(to, values[number]));
        }
    }

    /** The last axis to the right, all others downwards; an axis of classes with their names, others numbered from 0. */
    private static void print(PrintStream out, Evaluation.Table table, List<String> classes) {
        double[] values = table.values();
        int columns = table.shape().extent(-1);
        boolean named = table.shape().rank() > 1;
        List<String> titles = new ArrayList<>(named ? List.of(">") : List.of());
        for (int column = 0; column < columns; column++) {
            titles.add(">" + name(column, columns, classes));
        }
        boolean counts = Arrays.stream(values).allMatch(value -> value == Math.rint(value));
        Table text = new Table(titles);
        for (int row = 0; row * columns < values.length; row++) {
            List<String> cells = new ArrayList<>(named ? List.of(place(row, table.shape().toArray(), classes)) : List.of());
            for (int column = 0; column < columns; column++) {
                double value = values[row * columns + column];
                cells.add(counts ? Numbers.count(value) : Numbers.metric(value));
            }
            text.row(cells);
        }
        text.print(out);
    }

    /** The indices of a row: {@code 2}, or {@code 0,2} where two axes go downwards. */
    private static String place(int row, int[] extents, List<String> classes) {
        String place = "";
        int left = row;
        for (int axis = extents.length - 2; axis >= 0; axis--) {
            place = name(left % extents[axis], extents[axis], classes) + (place.isEmpty() ? "" : ",") + place;
            left /= extents[axis];
        }
        return place;
    }

    private static String name(int index, int extent, List<String> classes) {
        return extent == classes.size() ? classes.get(index) : String.valueOf(index);
    }

    /** The names of the classes of a model's only output; empty if it has several, or if they have none. */
    static List<String> classes(Model model) {
        return model.outputs().size() == 1 ? model.outputs().get(0).classes() : List.of();
    }
}
