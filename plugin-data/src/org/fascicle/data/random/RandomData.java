package org.fascicle.data.random;

import java.util.List;

import org.fascicle.api.data.Data;
import org.fascicle.api.data.DataContext;
import org.fascicle.api.data.DataSource;
import org.fascicle.api.data.Rows;
import org.fascicle.api.expr.Expressions;
import org.fascicle.api.expr.Philox;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Technique;

/**
 * Rows without meaning, to measure speed with: features uniform in [0, 1), labels uniform among the classes, both a
 * function of seed and row alone.
 */
@Technique(value = "random",
        description = "Random features and labels, to measure speed with.",
        formula = "features uniform in [0, 1); labels uniform in 0 .. classes - 1",
        source = "Philox4x32-10: Salmon et al., 2011, doi:10.1145/2063384.2063405")
public record RandomData(
        @Range("[1,inf)") List<Integer> shape,
        @Default("10") @Range("[1,inf)") int classes,
        @Default("1000") @Range("[1,inf)") int rows,
        @Default("0") int seed) implements DataSource {
    private static final int FEATURES = Philox.hash("features");
    private static final int LABELS = Philox.hash("labels");

    public RandomData {
        Expressions.require(!shape.isEmpty(), "the shape of a row must have at least one axis");
    }

    @Override
    public Data open(DataContext context) {
        return Data.of(new Drawn(Shape.of(shape.stream().mapToInt(Integer::intValue).toArray()), classes, rows, seed));
    }

    private record Drawn(Shape shape, int classes, int count, int seed) implements Rows {
        @Override
        public void features(int row, float[] into, int at) {
            int[] words = new int[4];
            int size = Math.toIntExact(shape.size());
            for (int i = 0; i < size; i++) {
                if ((i & 3) == 0) {
                    Philox.words(seed, i >>> 2, row, FEATURES, 0, words);
                }
                into[at + i] = (words[i & 3] >>> 8) * 0x1p-24f;
            }
        }

        @Override
        public int label(int row) {
            int[] words = new int[4];
            Philox.words(seed, 0, row, LABELS, 0, words);
            return Integer.remainderUnsigned(words[0], classes);
        }
    }
}
