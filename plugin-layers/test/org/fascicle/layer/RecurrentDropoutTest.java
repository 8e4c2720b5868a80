package org.fascicle.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.fascicle.api.activation.Activation;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Expressions;
import org.fascicle.api.expr.Type;
import org.fascicle.api.initializer.Initializer;
import org.fascicle.api.layer.Layer;
import org.fascicle.api.scope.Scheduled;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.TechniqueType;
import org.fascicle.layer.bidirectional.Bidirectional;
import org.fascicle.layer.gru.Gru;
import org.fascicle.layer.lstm.Lstm;
import org.fascicle.testing.Tensors;
import org.fascicle.testing.TestPlace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Gates that drop what they read, and outputs of steps that do not count, as in Keras. */
class RecurrentDropoutTest {
    private static final int ROWS = 2;
    private static final int STEPS = 3;
    private static final int FEATURES = 2;
    private static final int UNITS = 2;
    private static final double RATE = 0.25;
    private static final double RECURRENT_RATE = 0.5;
    private static final Initializer ZEROS = (shape, scope) -> Expressions.full(shape, 0);
    private static final Activation TANH = (z, scope) -> Expressions.tanh(z);
    private static final Activation SIGMOID = (z, scope) -> Expressions.sigmoid(z);

    private final Random random = new Random(11);
    private final Tensors tensors = new Tensors(ROWS);
    private final TestPlace place = new TestPlace(tensors);
    private final double[] x = numbers(ROWS * STEPS * FEATURES);
    private double[] kernel = {};
    private double[] recurrent = {};
    private double[] bias = {};

    private double[] numbers(int count) {
        return random.doubles(count, -1, 1).toArray();
    }

    private Expr sequence() {
        return tensors.batch(new int[] {STEPS, FEATURES}, x);
    }

    private static Layer layer(Class<? extends Layer> type, Map<String, Object> more) {
        Map<String, Object> options = new HashMap<>(Map.of("units", UNITS, "activation", TANH, "recurrent_activation", SIGMOID,
                "kernel_initializer", ZEROS, "recurrent_initializer", ZEROS, "bias_initializer", ZEROS));
        options.putAll(more);
        return (Layer) TechniqueType.of(type).create(options);
    }

    private static double sigmoid(double z) {
        return 1 / (1 + Math.exp(-z));
    }

    private void give(int gates, int biases) {
        kernel = numbers(FEATURES * gates * UNITS);
        recurrent = numbers(UNITS * gates * UNITS);
        bias = numbers(biases);
        place.give("kernel", kernel).give("recurrent_kernel", recurrent).give("bias", bias);
    }

    /** As many masks of {@code [rows, width]} as there are draws. */
    private double[][] drawn(int count, int width, double rate) {
        double[][] masks = new double[count][];
        for (int i = 0; i < count; i++) {
            double[] draws = random.doubles(ROWS * width).toArray();
            place.draw(draws);
            masks[i] = Arrays.stream(draws).map(draw -> draw >= rate ? 1 / (1 - rate) : 0).toArray();
        }
        return masks;
    }

    /** An element of a row times a part of a matrix that belongs to a gate. */
    private static double product(double[] row, double[] matrix, int gate, int unit) {
        int columns = matrix.length / row.length;
        double sum = 0;
        for (int i = 0; i < row.length; i++) {
            sum += row[i] * matrix[i * columns + gate * UNITS + unit];
        }
        return sum;
    }

    private static double[] masked(double[] values, double[] mask, int row) {
        double[] result = new double[values.length];
        Arrays.setAll(result, i -> values[i] * mask[row * values.length + i]);
        return result;
    }

    private double[] step(int row, int t) {
        int from = (row * STEPS + t) * FEATURES;
        return Arrays.copyOfRange(x, from, from + FEATURES);
    }

    /** The output of the step before is dropped where a gate reads it, and not where the update gate keeps it. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void gruDropsWhatItsGatesRead(boolean resetAfter) {
        give(3, resetAfter ? 6 * UNITS : 3 * UNITS);
        double[][] masks = drawn(3, FEATURES, RATE);
        double[][] recurrentMasks = drawn(3, UNITS, RECURRENT_RATE);
        double[] expected = new double[ROWS * UNITS];
        for (int row = 0; row < ROWS; row++) {
            double[] h = new double[UNITS];
            for (int t = 0; t < STEPS; t++) {
                double[][] inputs = new double[3][UNITS];
                double[][] seen = new double[3][];
                for (int gate = 0; gate < 3; gate++) {
                    seen[gate] = masked(h, recurrentMasks[gate], row);
                    for (int u = 0; u < UNITS; u++) {
                        inputs[gate][u] =
                                product(masked(step(row, t), masks[gate], row), kernel, gate, u) + bias[gate * UNITS + u];
                    }
                }
                double[] reset = new double[UNITS];
                double[] read = new double[UNITS];
                double[] next = new double[UNITS];
                for (int u = 0; u < UNITS; u++) {
                    reset[u] = sigmoid(inputs[1][u] + product(seen[1], recurrent, 1, u) + after(resetAfter, 1, u));
                    read[u] = reset[u] * seen[2][u];
                }
                for (int u = 0; u < UNITS; u++) {
                    double z = sigmoid(inputs[0][u] + product(seen[0], recurrent, 0, u) + after(resetAfter, 0, u));
                    double past = resetAfter ? reset[u] * (product(seen[2], recurrent, 2, u) + after(true, 2, u))
                            : product(read, recurrent, 2, u);
                    next[u] = z * h[u] + (1 - z) * Math.tanh(inputs[2][u] + past);
                }
                h = next;
            }
            System.arraycopy(h, 0, expected, row * UNITS, UNITS);
        }
        Expr y = layer(Gru.class, Map.of("dropout", Scheduled.of(RATE), "recurrent_dropout", Scheduled.of(RECURRENT_RATE),
                "reset_after", resetAfter)).apply(sequence(), place.scope());
        assertArrayEquals(expected, place.evaluate(y), 1e-12);
    }

    private double after(boolean resetAfter, int gate, int unit) {
        return resetAfter ? bias[(3 + gate) * UNITS + unit] : 0;
    }

    /** Each gate draws for itself where units of h are dropped, and else all of them once. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void gatesOfLstmDrawApartWhereTheRecurrenceDrops(boolean apart) {
        give(4, 4 * UNITS);
        double[][] masks = drawn(apart ? 4 : 1, FEATURES, RATE);
        double[][] recurrentMasks = apart ? drawn(4, UNITS, RECURRENT_RATE) : new double[0][];
        double[] expected = new double[ROWS * UNITS];
        for (int row = 0; row < ROWS; row++) {
            double[] h = new double[UNITS];
            double[] c = new double[UNITS];
            for (int t = 0; t < STEPS; t++) {
                double[] next = new double[UNITS];
                for (int u = 0; u < UNITS; u++) {
                    double[] z = new double[4];
                    for (int gate = 0; gate < 4; gate++) {
                        double[] seen = apart ? masked(h, recurrentMasks[gate], row) : h;
                        z[gate] = product(masked(step(row, t), masks[apart ? gate : 0], row), kernel, gate, u)
                                + bias[gate * UNITS + u] + product(seen, recurrent, gate, u);
                    }
                    c[u] = sigmoid(z[1]) * c[u] + sigmoid(z[0]) * Math.tanh(z[2]);
                    next[u] = sigmoid(z[3]) * Math.tanh(c[u]);
                }
                h = next;
            }
            System.arraycopy(h, 0, expected, row * UNITS, UNITS);
        }
        Expr y = layer(Lstm.class, Map.of("dropout", Scheduled.of(RATE), "recurrent_dropout",
                Scheduled.of(apart ? RECURRENT_RATE : 0))).apply(sequence(), place.scope());
        assertArrayEquals(expected, place.evaluate(y), 1e-12);
    }

    @Test
    void whereAStepDoesNotCountBothDirectionsGive0() {
        place.training(false);
        for (String path : List.of("forward", "backward")) {
            place.give(path + "/kernel", numbers(FEATURES * 4 * UNITS))
                    .give(path + "/recurrent_kernel", numbers(UNITS * 4 * UNITS))
                    .give(path + "/bias", numbers(4 * UNITS));
        }
        double[] counts = {1, 0, 1, 0, 1, 1};
        Scope scope = place.scope();
        Expr mask = tensors.batch(new int[] {STEPS}, counts).gt(0.5);
        Layer both = (Layer) TechniqueType.of(Bidirectional.class)
                .create(Map.of("layer", layer(Lstm.class, Map.of("return_sequences", true)), "merge_mode", "concat"));
        Expr y = both.apply(scope.masked(sequence(), mask), scope);
        assertArrayEquals(counts, place.evaluate(scope.mask(y).cast(Type.REAL)), 0);
        double[] found = place.evaluate(y);
        // What counts is as if the others were not there: the second row's is a sequence of two steps.
        place.training(false);
        Expr two = Expressions.slice(sequence(), 1, 1, STEPS);
        double[] alone = place.evaluate(both.apply(two, place.scope()));
        int width = 2 * UNITS;
        for (int i = 0; i < width; i++) {
            assertArrayEquals(new double[] {0, 0}, new double[] {found[width + i], found[STEPS * width + i]}, 0);
        }
        assertArrayEquals(Arrays.copyOfRange(alone, 2 * width, 4 * width),
                Arrays.copyOfRange(found, (STEPS + 1) * width, 2 * STEPS * width), 1e-12);
    }
}
