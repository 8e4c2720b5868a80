package org.fascicle.tck.check;

import org.fascicle.api.data.Rows;
import org.fascicle.api.technique.Kind;

/** Rows are finite numbers with permitted labels, and the same whenever the source is opened. */
final class DataCheck extends Check {
    private static final int MOST_ROWS = 100;

    DataCheck() {
        super("rows");
    }

    @Override
    public boolean concerns(Kind kind) {
        return kind == Kind.DATA;
    }

    @Override
    public void run(Trial trial) {
        Rows rows = Models.rows(trial);
        Rows again = Models.rows(trial);
        Unmet.require(rows.count() > 0, "has no rows");
        Unmet.require(rows.count() == again.count(), "has " + rows.count() + " rows, and " + again.count()
                + " when it is opened again");
        float[] one = new float[Math.toIntExact(rows.shape().size())];
        float[] other = new float[one.length];
        for (int row = 0; row < Math.min(MOST_ROWS, rows.count()); row++) {
            rows.features(row, one, 0);
            again.features(row, other, 0);
            for (int i = 0; i < one.length; i++) {
                Unmet.require(Float.isFinite(one[i]), "feature " + i + " of row " + row + " is " + one[i]);
                Unmet.require(one[i] == other[i], "feature " + i + " of row " + row + " is " + one[i] + ", and " + other[i]
                        + " when it is opened again");
            }
            if (rows.classes() > 0) {
                int label = rows.label(row);
                Unmet.require(label >= 0 && label < rows.classes(), "the label of row " + row + " is " + label + ", of "
                        + rows.classes() + " classes");
                Unmet.require(label == again.label(row), "the label of row " + row + " differs when it is opened again");
            }
        }
    }
}
