package org.fascicle.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

import org.fascicle.api.activation.Activation;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Expressions;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.initializer.Initializer;
import org.fascicle.api.layer.Layer;
import org.fascicle.api.technique.TechniqueType;
import org.fascicle.layer.simplernn.SimpleRnn;
import org.fascicle.testing.Tensors;
import org.fascicle.testing.TestPlace;

/** A sequence, and what recurrent layers make of it by their published formulas, in plain Java. */
abstract class RecurrentFixture {
    static final int ROWS = 2;
    static final int STEPS = 5;
    static final int FEATURES = 3;
    static final int UNITS = 4;
    static final Initializer ZEROS = (shape, scope) -> Expressions.full(shape, 0);
    static final Initializer TWOS = (shape, scope) -> Expressions.full(shape, 2);
    static final Activation TANH = (z, scope) -> Expressions.tanh(z);
    static final Activation SIGMOID = (z, scope) -> Expressions.sigmoid(z);

    final Random random = new Random(5);
    final Tensors tensors = new Tensors(ROWS);
    final TestPlace place = new TestPlace(tensors).training(false);
    final double[] x = numbers(ROWS * STEPS * FEATURES);
    final double[] mask = new double[FEATURES];
    final double[] recurrentMask = new double[UNITS];

    RecurrentFixture() {
        Arrays.fill(mask, 1);
        Arrays.fill(recurrentMask, 1);
    }

    double[] numbers(int count) {
        return random.doubles(count, -1, 1).toArray();
    }

    static Map<String, Object> options(Map<String, Object> more) {
        Map<String, Object> options = new HashMap<>(Map.of("units", UNITS, "activation", TANH, "kernel_initializer", ZEROS,
                "recurrent_initializer", ZEROS, "bias_initializer", ZEROS));
        options.putAll(more);
        return options;
    }

    static Layer layer(Class<? extends Layer> type, Map<String, Object> more) {
        Map<String, Object> options = options(more);
        if (type != SimpleRnn.class) {
            options.putIfAbsent("recurrent_activation", SIGMOID);
        }
        return (Layer) TechniqueType.of(type).create(options);
    }

    Expr sequence() {
        return tensors.batch(new int[] {STEPS, FEATURES}, x);
    }

    /** What a step makes of x · kernel + bias and h; c is the state. */
    interface Step {
        double[] next(double[] projected, double[] h, double[] c, double[] recurrent);
    }

    static double sigmoid(double z) {
        return 1 / (1 + Math.exp(-z));
    }

    static double[] product(double[] row, double[] matrix, int columns) {
        double[] result = new double[columns];
        for (int i = 0; i < row.length; i++) {
            for (int j = 0; j < columns; j++) {
                result[j] += row[i] * matrix[i * columns + j];
            }
        }
        return result;
    }

    static double[] times(double[] a, double[] b) {
        double[] result = a.clone();
        Arrays.setAll(result, i -> a[i] * b[i]);
        return result;
    }

    /** All outputs, in the order of processing: [rows, steps, units]. */
    double[] expected(double[] kernel, double[] bias, double[] recurrent, boolean backwards, Step step) {
        int columns = kernel.length / FEATURES;
        double[] all = new double[ROWS * STEPS * UNITS];
        for (int row = 0; row < ROWS; row++) {
            double[] h = new double[UNITS];
            double[] c = new double[UNITS];
            for (int t = 0; t < STEPS; t++) {
                int from = (row * STEPS + (backwards ? STEPS - 1 - t : t)) * FEATURES;
                double[] projected = product(times(Arrays.copyOfRange(x, from, from + FEATURES), mask), kernel, columns);
                for (int j = 0; j < columns; j++) {
                    projected[j] += bias[j];
                }
                h = step.next(projected, times(h, recurrentMask), c, recurrent);
                System.arraycopy(h, 0, all, (row * STEPS + t) * UNITS, UNITS);
            }
        }
        return all;
    }

    static double[] last(double[] all) {
        double[] last = new double[ROWS * UNITS];
        for (int row = 0; row < ROWS; row++) {
            System.arraycopy(all, (row * STEPS + STEPS - 1) * UNITS, last, row * UNITS, UNITS);
        }
        return last;
    }

    void check(Class<? extends Layer> type, Map<String, Object> more, boolean backwards, double[] all) {
        Map<String, Object> options = new HashMap<>(more);
        options.put("go_backwards", backwards);
        Expr behind = layer(type, options).apply(sequence(), place.scope());
        assertEquals(Shape.batch(UNITS), behind.shape());
        assertArrayEquals(last(all), place.evaluate(behind), 1e-12);
        options.put("return_sequences", true);
        place.training(false);
        Expr each = layer(type, options).apply(sequence(), place.scope());
        assertEquals(Shape.batch(STEPS, UNITS), each.shape());
        assertArrayEquals(all, place.evaluate(each), 1e-12);
    }

    static double[] simple(double[] projected, double[] h, double[] c, double[] recurrent) {
        double[] z = product(h, recurrent, UNITS);
        Arrays.setAll(z, i -> Math.tanh(projected[i] + z[i]));
        return z;
    }

    static double[] lstm(double[] projected, double[] h, double[] c, double[] recurrent) {
        double[] z = product(h, recurrent, 4 * UNITS);
        double[] next = new double[UNITS];
        for (int u = 0; u < UNITS; u++) {
            double input = sigmoid(projected[u] + z[u]);
            double forget = sigmoid(projected[UNITS + u] + z[UNITS + u]);
            c[u] = forget * c[u] + input * Math.tanh(projected[2 * UNITS + u] + z[2 * UNITS + u]);
            next[u] = sigmoid(projected[3 * UNITS + u] + z[3 * UNITS + u]) * Math.tanh(c[u]);
        }
        return next;
    }
}
