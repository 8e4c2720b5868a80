package org.fascicle.data.csv;

import org.fascicle.api.data.Rows;
import org.fascicle.api.expr.Shape;

/** The rows of a table, with classes. Immutable. */
final class CsvClasses implements Rows {
    private final CsvTable table;
    private final int classes;
    private final int[] labels;

    CsvClasses(CsvTable table, ClassNames names) {
        this.table = table;
        classes = names.count();
        labels = new int[table.rows()];
        for (int row = 0; row < labels.length; row++) {
            labels[row] = names.classOf(table, row);
        }
    }

    @Override
    public int count() {
        return labels.length;
    }

    @Override
    public Shape shape() {
        return Shape.of(table.width());
    }

    @Override
    public int classes() {
        return classes;
    }

    @Override
    public void features(int row, float[] into, int at) {
        System.arraycopy(table.features(row), 0, into, at, table.width());
    }

    @Override
    public int label(int row) {
        return labels[row];
    }
}
