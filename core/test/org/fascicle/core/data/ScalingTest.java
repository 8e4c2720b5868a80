package org.fascicle.core.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;

import org.fascicle.api.data.Examples;
import org.fascicle.api.data.Rows;
import org.fascicle.api.data.SelectedRows;
import org.fascicle.api.data.Scale;
import org.fascicle.api.expr.Shape;
import org.junit.jupiter.api.Test;

class ScalingTest {
    // The second feature does not vary; the last row is not trained on.
    private static final float[][] FEATURES = {{1, 7}, {3, 7}, {5, 7}, {1000, 9}};

    @Test
    void noScalingChangesNothing() {
        assertScaled(Scale.NONE, new float[] {5, 7}, new float[] {5, 7});
    }

    @Test
    void unitDividesByTheGreatestPossibleValue() {
        assertScaled(Scale.UNIT, new float[] {5, 255}, new float[] {(float) (5 * (1 / 255.0)), 1});
    }

    @Test
    void standardMakesMeanZeroAndDeviationOneOverTheTrainingRows() {
        Scaling scaling = fit(Scale.STANDARD);
        assertArrayEquals(new double[] {3, 7}, scaling.shift());
        assertArrayEquals(new double[] {1 / Math.sqrt(8 / 3.0), 1}, scaling.factor(), 1e-15);
        float[] rows = {9, 1, 7, 5, 8};
        scaling.apply(rows, 1);
        scaling.apply(rows, 3);
        assertArrayEquals(new float[] {9, (float) (-2 / Math.sqrt(8 / 3.0)), 0, (float) (2 / Math.sqrt(8 / 3.0)), 1}, rows);
    }

    @Test
    void keepsCopies() {
        double[] shift = {1};
        Scaling scaling = new Scaling(shift, new double[] {2});
        shift[0] = 9;
        scaling.factor()[0] = 9;
        float[] row = {4};
        scaling.apply(row, 0);
        assertEquals(6, row[0]);
    }

    private static Scaling fit(Scale scale) {
        return Scaling.fit(scale, SelectedRows.range(new Table(), 0, 3), Map.of(Examples.INPUT, Shape.of(2))).get(Examples.INPUT);
    }

    private static void assertScaled(Scale scale, float[] raw, float[] scaled) {
        fit(scale).apply(raw, 0);
        assertArrayEquals(scaled, raw);
    }

    private static final class Table implements Rows {
        @Override
        public int count() {
            return FEATURES.length;
        }

        @Override
        public Shape shape() {
            return Shape.of(2);
        }

        @Override
        public int classes() {
            return 0;
        }

        @Override
        public double unit() {
            return 255;
        }

        @Override
        public void features(int row, float[] into, int at) {
            System.arraycopy(FEATURES[row], 0, into, at, 2);
        }
    }
}
