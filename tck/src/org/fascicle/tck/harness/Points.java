package org.fascicle.tck.harness;

import java.util.List;

import org.fascicle.api.data.Data;
import org.fascicle.api.data.DataContext;
import org.fascicle.api.data.DataSource;
import org.fascicle.api.data.Rows;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Technique;

/** A few rows of some shape, with labels or target values. */
@Technique(value = "fascicle.tck:points", kind = "data", description = "A few rows of some shape.")
public record Points(List<Integer> shape, int outputs, @Default("true") boolean labels, @Default("0") int things)
        implements DataSource {
    @Override
    public Data open(DataContext context) {
        return Data.of(new Some(Shape.of(shape.stream().mapToInt(Integer::intValue).toArray()), outputs, labels, things));
    }

    private static final class Some implements Rows {
        private static final int COUNT = 22;

        private final Shape shape;
        private final int outputs;
        private final boolean labels;
        /** Of how many things the features are the numbers; 0 for features that are any numbers. */
        private final int things;

        Some(Shape shape, int outputs, boolean labels, int things) {
            this.shape = shape;
            this.outputs = outputs;
            this.labels = labels;
            this.things = things;
        }

        @Override
        public int count() {
            return COUNT;
        }

        @Override
        public Shape shape() {
            return shape;
        }

        @Override
        public int classes() {
            return labels ? outputs : 0;
        }

        @Override
        public Shape targetShape() {
            return Shape.of(outputs);
        }

        @Override
        public void features(int row, float[] into, int at) {
            for (int i = 0; i < shape.size(); i++) {
                into[at + i] = things > 0 ? (3 * row + i) % things : (float) (2 * Math.sin(1 + 7.3 * row + 1.7 * i));
            }
        }

        @Override
        public int label(int row) {
            return row % outputs;
        }

        @Override
        public void targets(int row, float[] into, int at) {
            for (int i = 0; i < outputs; i++) {
                into[at + i] = row % (i + 2) == 0 ? 1 : 0;
            }
        }
    }
}
