package org.fascicle.data.csv;

import org.fascicle.api.data.Rows;
import org.fascicle.api.expr.Shape;

/** The rows of a table, with a number to predict for each. Immutable. */
final class CsvNumbers implements Rows {
    private final CsvTable table;
    private final float[] targets;

    CsvNumbers(CsvTable table) {
        this.table = table;
        targets = new float[table.rows()];
        for (int row = 0; row < targets.length; row++) {
            targets[row] = table.number(row);
        }
    }

    @Override
    public int count() {
        return targets.length;
    }

    @Override
    public Shape shape() {
        return Shape.of(table.width());
    }

    @Override
    public int classes() {
        return 0;
    }

    @Override
    public void features(int row, float[] into, int at) {
        System.arraycopy(table.features(row), 0, into, at, table.width());
    }

    @Override
    public void targets(int row, float[] into, int at) {
        into[at] = targets[row];
    }
}
