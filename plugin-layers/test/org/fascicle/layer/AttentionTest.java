package org.fascicle.layer;

import static org.fascicle.api.expr.Expressions.iota;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Expressions;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.initializer.Initializer;
import org.fascicle.api.layer.Layer;
import org.fascicle.api.scope.Scheduled;
import org.fascicle.api.technique.OptionException;
import org.fascicle.api.technique.TechniqueType;
import org.fascicle.layer.multiheadattention.MultiHeadAttention;
import org.fascicle.layer.positionembedding.PositionEmbedding;
import org.fascicle.layer.sequential.Sequential;
import org.fascicle.layer.timedistributed.TimeDistributed;
import org.fascicle.testing.Described;
import org.fascicle.testing.Tensors;
import org.fascicle.testing.TestPlace;
import org.junit.jupiter.api.Test;

/** Attention, and what sequences need beside it, against sums in plain Java. */
class AttentionTest {
    private static final int ROWS = 2;
    private static final int HEADS = 2;
    private static final int KEY = 3;
    private static final int VALUE = 2;
    private static final Initializer ZEROS = (shape, place) -> Expressions.full(shape, 0);

    private final Random random = new Random(7);
    private final Tensors tensors = new Tensors(ROWS);
    private final TestPlace place = new TestPlace(tensors);
    private final Map<String, double[]> given = new HashMap<>();
    /** What each share is multiplied with: of row, head, query and value. */
    private double[] factors = {};

    @Test
    void stepsReadFromThoseThatResembleThem() {
        double[] x = numbers(ROWS * 4 * 5);
        MultiHeadAttention layer = layer(Map.of());
        give(5, 5, 5);
        Expr y = layer.apply(tensors.batch(new int[] {4, 5}, x), place.scope());
        assertEquals(Shape.batch(4, 5), y.shape());
        assertArrayEquals(attention(x, x, x, 4, 4, 5, 5, (row, t, s) -> true), place.evaluate(y), 1e-12);
        assertEquals(List.of("query/kernel", "query/bias", "key/kernel", "key/bias", "value/kernel", "value/bias",
                "attention_output/kernel", "attention_output/bias"), place.parameters());
        assertNull(place.scope().mask(y));
    }

    @Test
    void queryValueAndKeyMayBeDifferent() {
        double[] query = numbers(ROWS * 4 * 5);
        double[] value = numbers(ROWS * 3 * 6);
        double[] key = numbers(ROWS * 3 * 6);
        give(5, 6, 6);
        List<Expr> inputs = List.of(tensors.batch(new int[] {4, 5}, query), tensors.batch(new int[] {3, 6}, value),
                tensors.batch(new int[] {3, 6}, key));
        assertArrayEquals(attention(query, value, key, 4, 3, 5, 6, (row, t, s) -> true),
                place.evaluate(layer(Map.of()).apply(inputs, place.scope())), 1e-12);
        TestPlace two = other();
        assertArrayEquals(attention(query, value, value, 4, 3, 5, 6, (row, t, s) -> true),
                two.evaluate(layer(Map.of()).apply(inputs.subList(0, 2), two.scope())), 1e-12);
    }

    @Test
    void masksAndOrderHideSteps() {
        double[] x = numbers(ROWS * 4 * 5);
        give(5, 5, 5);
        Expr input = tensors.batch(new int[] {4, 5}, x);
        assertArrayEquals(attention(x, x, x, 4, 4, 5, 5, (row, t, s) -> s <= t),
                place.evaluate(layer(Map.of("use_causal_mask", true)).apply(input, place.scope())), 1e-12);
        TestPlace masked = other();
        Expr mask = iota(Shape.batch(4), 1).lt(3);
        Expr y = layer(Map.of()).apply(masked.scope().masked(input, mask), masked.scope());
        double[] expected = attention(x, x, x, 4, 4, 5, 5, (row, t, s) -> s < 3);
        double[] actual = masked.evaluate(y);
        for (int row = 0; row < ROWS; row++) {
            assertArrayEquals(Arrays.copyOfRange(expected, row * 20, row * 20 + 15),
                    Arrays.copyOfRange(actual, row * 20, row * 20 + 15), 1e-12);
        }
        assertSame(mask, masked.scope().mask(y));
    }

    @Test
    void sharesAreDroppedInTraining() {
        double[] x = numbers(ROWS * 2 * 5);
        give(5, 5, 5);
        double[] draws = new double[ROWS * HEADS * 4];
        Arrays.setAll(draws, i -> i % 3 == 0 ? 0.1 : 0.9);
        TestPlace training = other().training(true).draw(draws);
        Expr y = layer(Map.of("dropout", Scheduled.of(0.5))).apply(tensors.batch(new int[] {2, 5}, x), training.scope());
        double[] whole = attention(x, x, x, 2, 2, 5, 5, (row, t, s) -> true);
        factors = draws.clone();
        Arrays.setAll(factors, i -> draws[i] < 0.5 ? 0 : 2);
        assertArrayEquals(attention(x, x, x, 2, 2, 5, 5, (row, t, s) -> true), training.evaluate(y), 1e-12);
        assertArrayEquals(whole, place.evaluate(layer(Map.of("dropout", Scheduled.of(0.5)))
                .apply(tensors.batch(new int[] {2, 5}, x), place.training(false).scope())), 1e-12);
    }

    @Test
    void positionsHaveVectors() {
        PositionEmbedding layer = (PositionEmbedding) TechniqueType.of(PositionEmbedding.class)
                .create(Map.of("sequence_length", 3, "initializer", ZEROS));
        place.give("embeddings", 1, 2, 3, 4, 5, 6);
        Expr y = layer.apply(tensors.batch(new int[] {2, 2}, numbers(8)), place.scope());
        assertArrayEquals(new double[] {1, 2, 3, 4, 1, 2, 3, 4}, place.evaluate(y), 0);
        assertThrows(IllegalArgumentException.class,
                () -> layer.apply(tensors.batch(new int[] {4, 2}, numbers(16)), other().scope()));
    }

    @Test
    void aLayerIsAppliedToEachStepWithTheSameParameters() {
        double[] x = numbers(ROWS * 3 * 4);
        Layer flat = (z, scope) -> Expressions.reshape(z, Shape.batch(4))
                .mul(scope.parameter("factor", Shape.of(4), ZEROS));
        TimeDistributed layer = (TimeDistributed) TechniqueType.of(TimeDistributed.class).create(Map.of("layer", flat));
        place.give("layer/factor", 1, 2, 3, 4);
        Expr input = tensors.batch(new int[] {3, 2, 2}, x);
        Expr mask = iota(Shape.batch(3), 1).lt(2);
        Expr y = layer.apply(place.scope().masked(input, mask), place.scope());
        assertEquals(Shape.batch(3, 4), y.shape());
        double[] expected = x.clone();
        Arrays.setAll(expected, i -> x[i] * (i % 4 + 1));
        assertArrayEquals(expected, place.evaluate(y), 0);
        assertEquals(List.of("layer/factor"), place.parameters());
        assertSame(mask, place.scope().mask(y));
        assertThrows(IllegalArgumentException.class,
                () -> layer.apply(tensors.batch(new int[] {3}, numbers(6)), other().scope()));
    }

    @Test
    void layersStandOneBehindTheOther() {
        Layer plus = (z, scope) -> z.add(scope.parameter("shift", Shape.of(2), ZEROS));
        Layer twice = (z, scope) -> z.mul(2);
        Sequential layer = (Sequential) TechniqueType.of(Sequential.class).create(Map.of("layers", List.of(plus, twice, plus)));
        place.give("layer_0/shift", 1, 2).give("layer_2/shift", 10, 20);
        assertArrayEquals(new double[] {14, 28, 18, 32},
                place.evaluate(layer.apply(tensors.batch(new int[] {2}, 1, 2, 3, 4), place.scope())), 0);
        assertThrows(OptionException.class, () -> TechniqueType.of(Sequential.class).create(Map.of("layers", List.of())));
    }

    @Test
    void optionsAreKeras() {
        assertEquals(List.of("num_heads: a whole number in [1,inf)", "key_dim: a whole number in [1,inf)",
                "value_dim: a whole number in [1,inf) = null", "dropout: a number in [0,1) or a schedule = 0.0",
                "use_bias: true or false = true", "output_shape: a whole number in [1,inf) = null",
                "use_causal_mask: true or false = false", "kernel_initializer: an initializer = glorot_uniform",
                "bias_initializer: an initializer = zeros", "kernel_regularizer: a regularizer = null",
                "bias_regularizer: a regularizer = null", "activity_regularizer: a regularizer = null",
                "kernel_constraint: a constraint = null", "bias_constraint: a constraint = null"),
                Described.options(MultiHeadAttention.class));
        assertEquals(List.of("layer: a layer"), Described.options(TimeDistributed.class));
        assertEquals(List.of("layers: a list of techniques of the kind layer"), Described.options(Sequential.class));
        assertEquals(List.of("sequence_length: a whole number in [1,inf)", "initializer: an initializer = glorot_uniform"),
                Described.options(PositionEmbedding.class));
    }

    private static MultiHeadAttention layer(Map<String, Object> more) {
        Map<String, Object> options = new HashMap<>(Map.of("num_heads", HEADS, "key_dim", KEY, "value_dim", VALUE,
                "kernel_initializer", ZEROS, "bias_initializer", ZEROS));
        options.putAll(more);
        return (MultiHeadAttention) TechniqueType.of(MultiHeadAttention.class).create(options);
    }

    private void give(int query, int value, int key) {
        Map<String, Integer> sizes = Map.of("query/kernel", query * HEADS * KEY, "query/bias", HEADS * KEY,
                "key/kernel", key * HEADS * KEY, "key/bias", HEADS * KEY, "value/kernel", value * HEADS * VALUE,
                "value/bias", HEADS * VALUE, "attention_output/kernel", HEADS * VALUE * query, "attention_output/bias", query);
        sizes.keySet().stream().sorted().forEach(name -> given.put(name, numbers(sizes.get(name))));
        given.forEach(place::give);
    }

    /** Another place with the same parameters. */
    private TestPlace other() {
        TestPlace other = new TestPlace(tensors);
        given.forEach(other::give);
        return other;
    }

    private double[] numbers(int count) {
        return random.doubles(count, -1, 1).toArray();
    }

    /** Whether a step reads another. */
    private interface Reads {
        boolean reads(int row, int from, int to);
    }

    private double[] attention(double[] query, double[] value, double[] key, int queries, int values, int width, int other,
            Reads reads) {
        double[] result = new double[ROWS * queries * width];
        double[] output = given.get("attention_output/kernel");
        for (int row = 0; row < ROWS; row++) {
            for (int t = 0; t < queries; t++) {
                int at = (row * queries + t) * width;
                System.arraycopy(given.get("attention_output/bias"), 0, result, at, width);
                for (int head = 0; head < HEADS; head++) {
                    double[] shares = new double[values];
                    double sum = 0;
                    for (int s = 0; s < values; s++) {
                        double score = 0;
                        for (int k = 0; k < KEY; k++) {
                            score += seen("query", query, row * queries + t, width, head, k, KEY)
                                    * seen("key", key, row * values + s, other, head, k, KEY);
                        }
                        shares[s] = reads.reads(row, t, s) ? Math.exp(score / Math.sqrt(KEY)) : 0;
                        sum += shares[s];
                    }
                    for (int v = 0; v < VALUE; v++) {
                        double read = 0;
                        for (int s = 0; s < values; s++) {
                            double factor = factors.length == 0 ? 1
                                    : factors[((row * HEADS + head) * queries + t) * values + s];
                            read += factor * shares[s] / sum * seen("value", value, row * values + s, other, head, v, VALUE);
                        }
                        for (int f = 0; f < width; f++) {
                            result[at + f] += read * output[(head * VALUE + v) * width + f];
                        }
                    }
                }
            }
        }
        return result;
    }

    private double seen(String what, double[] x, int step, int width, int head, int i, int size) {
        double seen = given.get(what + "/bias")[head * size + i];
        for (int f = 0; f < width; f++) {
            seen += x[step * width + f] * given.get(what + "/kernel")[(f * HEADS + head) * size + i];
        }
        return seen;
    }
}
