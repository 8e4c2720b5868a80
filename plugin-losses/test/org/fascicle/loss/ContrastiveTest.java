package org.fascicle.loss;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.Random;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Type;
import org.fascicle.api.loss.AllRows;
import org.fascicle.api.loss.Loss;
import org.fascicle.api.technique.TechniqueType;
import org.fascicle.compiler.trace.Mode;
import org.fascicle.compiler.trace.OutputPrediction;
import org.fascicle.compiler.trace.Trace;
import org.fascicle.compiler.trace.TraceScope;
import org.fascicle.loss.supervisedcontrastive.SupervisedContrastive;
import org.fascicle.testing.Described;
import org.fascicle.testing.Tensors;
import org.fascicle.testing.TestPlace;
import org.junit.jupiter.api.Test;

/** Losses that compare the rows of a batch with each other; the batch of the tests has 5 of 7 rows. */
class ContrastiveTest {
    private static final int ROWS = 5;
    private static final int WIDTH = 3;

    private final Tensors tensors = new Tensors(ROWS);
    private final TestPlace place = new TestPlace(tensors);

    @Test
    void rowsMeetAllRows() {
        Expr x = tensors.batch(new int[] {2}, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
        assertArrayEquals(new double[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 0, 0, 0, 0}, place.evaluate(AllRows.of(x, place.scope())),
                0);
        assertArrayEquals(new double[] {1, 1, 1, 1, 1, 0, 0},
                place.evaluate(AllRows.exist(place.scope()).cast(Type.REAL)), 0);
        double[] others = place.evaluate(AllRows.others(place.scope()).cast(Type.REAL));
        for (int i = 0; i < ROWS * 7; i++) {
            assertEquals(i % 7 < ROWS && i % 7 != i / 7 ? 1 : 0, others[i]);
        }
        assertThrows(IllegalArgumentException.class,
                () -> AllRows.of(x, new TraceScope(new Trace(Mode.INFERENCE, false), "layer", true)));
    }

    @Test
    void rowsOfOneLabelAreComparedWithAllOthers() {
        double[] x = new Random(5).doubles(ROWS * WIDTH, -1, 1).toArray();
        for (double temperature : new double[] {0.1, 0.7}) {
            for (int[] labels : List.of(new int[] {0, 1, 0, 2, 0}, new int[] {1, 1, 2, 2, 2}, new int[] {0, 1, 2, 3, 4})) {
                Loss loss = (Loss) TechniqueType.of(SupervisedContrastive.class).create(Map.of("temperature", temperature));
                Expr rows = loss.loss(new OutputPrediction(tensors.batch(new int[] {WIDTH}, x)), tensors.labels(labels),
                        place.scope());
                assertArrayEquals(expected(x, labels, temperature), place.evaluate(rows), 1e-12);
            }
        }
        assertEquals(List.of("temperature: a number in (0,inf) = 0.1"), Described.options(SupervisedContrastive.class));
    }

    private static double[] expected(double[] x, int[] labels, double temperature) {
        double[] losses = new double[ROWS];
        for (int i = 0; i < ROWS; i++) {
            double all = 0;
            int positives = 0;
            double similar = 0;
            for (int a = 0; a < ROWS; a++) {
                if (a != i) {
                    double score = cosine(x, i, a) / temperature;
                    all += Math.exp(score);
                    positives += labels[a] == labels[i] ? 1 : 0;
                    similar += labels[a] == labels[i] ? score : 0;
                }
            }
            losses[i] = positives == 0 ? 0 : Math.log(all) - similar / positives;
        }
        return losses;
    }

    private static double cosine(double[] x, int i, int j) {
        double product = 0;
        double one = 0;
        double other = 0;
        for (int k = 0; k < WIDTH; k++) {
            product += x[i * WIDTH + k] * x[j * WIDTH + k];
            one += x[i * WIDTH + k] * x[i * WIDTH + k];
            other += x[j * WIDTH + k] * x[j * WIDTH + k];
        }
        return product / Math.sqrt(one * other);
    }
}
