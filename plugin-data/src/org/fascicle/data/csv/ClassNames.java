package org.fascicle.data.csv;

import java.util.List;
import java.util.TreeSet;

import org.fascicle.api.problem.Nearest;
import org.fascicle.api.problem.Readable;

/** Which class a label stands for. Immutable. */
final class ClassNames {
    private final List<String> texts;
    private final int count;

    private ClassNames(List<String> texts, int count) {
        this.texts = texts;
        this.count = count;
    }

    /**
     * The classes of a table: its labels themselves, if the first one is a whole number, else its texts in their order.
     *
     * @param expected how many there are; 0 if the table says it
     */
    static ClassNames of(CsvTable table, int expected) {
        if (isWhole(table.label(0))) {
            int greatest = 0;
            for (int row = 0; row < table.rows(); row++) {
                greatest = Math.max(greatest, whole(table, row));
            }
            return new ClassNames(List.of(), expected > 0 ? expected : greatest + 1);
        }
        TreeSet<String> found = new TreeSet<>();
        for (int row = 0; row < table.rows(); row++) {
            found.add(table.label(row));
            if (expected > 0 && found.size() > expected) {
                throw table.labelProblem(row,
                        "'" + Readable.quote(table.label(row)) + "' is one class more than the " + expected
                                + " that are expected",
                        null);
            }
        }
        return new ClassNames(List.copyOf(found), expected > 0 ? expected : found.size());
    }

    int count() {
        return count;
    }

    /** The class of a row's label. */
    int classOf(CsvTable table, int row) {
        if (texts.isEmpty()) {
            int label = whole(table, row);
            if (label >= count) {
                throw table.labelProblem(row,
                        "the label " + label + " is outside the classes, which are 0 to " + (count - 1), null);
            }
            return label;
        }
        int index = texts.indexOf(table.label(row));
        if (index < 0) {
            throw table.labelProblem(row, "there is no class '" + Readable.quote(table.label(row)) + "' in the training rows",
                    Nearest.hint(table.label(row), texts));
        }
        return index;
    }

    private static int whole(CsvTable table, int row) {
        String label = table.label(row);
        if (!isWhole(label)) {
            throw table.labelProblem(row,
                    "'" + Readable.quote(label) + "' is no class: the labels are whole numbers from 0, as the first one is",
                    "For numbers to predict, set regression to true");
        }
        return Integer.parseInt(label);
    }

    private static boolean isWhole(String label) {
        return label.matches("\\d{1,9}");
    }
}
