package org.fascicle.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Expressions;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.fascicle.api.layer.Layer;
import org.fascicle.api.regularizer.Regularizer;
import org.fascicle.api.scope.Scheduled;
import org.fascicle.api.scope.Scope;
import org.fascicle.layer.gru.Gru;
import org.fascicle.layer.lstm.Lstm;
import org.fascicle.layer.simplernn.SimpleRnn;
import org.fascicle.testing.Described;
import org.fascicle.testing.TestPlace;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.api.Test;

/** Recurrent layers against their published formulas, number by number. */
class RecurrentTest extends RecurrentFixture {
    @ParameterizedTest
    @CsvSource({"false", "true"})
    void simpleRnnIsElmans(boolean backwards) {
        double[] kernel = numbers(FEATURES * UNITS);
        double[] recurrent = numbers(UNITS * UNITS);
        double[] bias = numbers(UNITS);
        place.give("kernel", kernel).give("recurrent_kernel", recurrent).give("bias", bias);
        check(SimpleRnn.class, Map.of(), backwards, expected(kernel, bias, recurrent, backwards, RecurrentFixture::simple));
        assertEquals(List.of("kernel", "recurrent_kernel", "bias"), place.parameters());
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void lstmHasItsGatesInKerassOrder(boolean backwards) {
        double[] kernel = numbers(FEATURES * 4 * UNITS);
        double[] recurrent = numbers(UNITS * 4 * UNITS);
        double[] bias = numbers(4 * UNITS);
        place.give("kernel", kernel).give("recurrent_kernel", recurrent).give("bias", bias);
        check(Lstm.class, Map.of(), backwards, expected(kernel, bias, recurrent, backwards, RecurrentFixture::lstm));
        assertEquals(List.of("kernel", "recurrent_kernel", "bias"), place.parameters());
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void gruResetsBehindTheProduct(boolean backwards) {
        double[] kernel = numbers(FEATURES * 3 * UNITS);
        double[] recurrent = numbers(UNITS * 3 * UNITS);
        double[] bias = numbers(2 * 3 * UNITS);
        place.give("kernel", kernel).give("recurrent_kernel", recurrent).give("bias", bias);
        check(Gru.class, Map.of(), backwards, expected(kernel, bias, recurrent, backwards, (projected, h, c, matrix) -> {
            double[] inner = product(h, matrix, 3 * UNITS);
            Arrays.setAll(inner, i -> inner[i] + bias[3 * UNITS + i]);
            double[] next = new double[UNITS];
            for (int u = 0; u < UNITS; u++) {
                double z = sigmoid(projected[u] + inner[u]);
                double r = sigmoid(projected[UNITS + u] + inner[UNITS + u]);
                next[u] = z * h[u] + (1 - z) * Math.tanh(projected[2 * UNITS + u] + r * inner[2 * UNITS + u]);
            }
            return next;
        }));
        assertEquals(List.of("kernel", "recurrent_kernel", "bias"), place.parameters());
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void gruMayResetBefore(boolean backwards) {
        double[] kernel = numbers(FEATURES * 3 * UNITS);
        double[] recurrent = numbers(UNITS * 3 * UNITS);
        double[] bias = numbers(3 * UNITS);
        place.give("kernel", kernel).give("recurrent_kernel", recurrent).give("bias", bias);
        check(Gru.class, Map.of("reset_after", false), backwards, expected(kernel, bias, recurrent, backwards,
                (projected, h, c, matrix) -> {
                    double[] inner = product(h, matrix, 3 * UNITS);
                    double[] reset = h.clone();
                    for (int u = 0; u < UNITS; u++) {
                        reset[u] *= sigmoid(projected[UNITS + u] + inner[UNITS + u]);
                    }
                    double[] seen = product(reset, matrix, 3 * UNITS);
                    double[] next = new double[UNITS];
                    for (int u = 0; u < UNITS; u++) {
                        double z = sigmoid(projected[u] + inner[u]);
                        next[u] = z * h[u] + (1 - z) * Math.tanh(projected[2 * UNITS + u] + seen[2 * UNITS + u]);
                    }
                    return next;
                }));
    }

    @Test
    void theBiasMayBeLeftOut() {
        double[] kernel = numbers(FEATURES * 4 * UNITS);
        double[] recurrent = numbers(UNITS * 4 * UNITS);
        place.give("kernel", kernel).give("recurrent_kernel", recurrent);
        check(Lstm.class, Map.of("use_bias", false), false,
                expected(kernel, new double[4 * UNITS], recurrent, false, RecurrentFixture::lstm));
        assertEquals(List.of("kernel", "recurrent_kernel"), place.parameters());
        TestPlace other = new TestPlace(tensors).training(false);
        layer(Gru.class, Map.of("use_bias", false)).apply(sequence(), other.scope());
        layer(SimpleRnn.class, Map.of("use_bias", false)).apply(sequence(), new TestPlace(tensors).scope());
        assertEquals(List.of("kernel", "recurrent_kernel"), other.parameters());
    }

    /** One unit by hand: h = tanh(1 · 0.5 + 0.25) = 0.635149, then tanh(−2 · 0.5 + 0.635149 · 2 + 0.25) = 0.477930. */
    @Test
    void byHand() {
        place.give("kernel", 0.5).give("recurrent_kernel", 2).give("bias", 0.25);
        Expr two = tensors.batch(new int[] {2, 1}, 1, -2, 0, 0);
        Expr y = layer(SimpleRnn.class, Map.of("units", 1)).apply(two, place.scope());
        double zeros = Math.tanh(2 * Math.tanh(0.25) + 0.25);
        assertArrayEquals(new double[] {0.477930, zeros}, place.evaluate(y), 1e-6);
    }

    @Test
    void theForgetGateBeginsOpen() {
        Map<String, Object> twos = Map.of("units", 2, "bias_initializer", TWOS);
        layer(Lstm.class, twos).apply(sequence(), place.scope());
        assertArrayEquals(new double[] {2, 2, 1, 1, 2, 2, 2, 2}, bias(place), 0);
        TestPlace other = new TestPlace(tensors).training(false);
        layer(Lstm.class, Map.of("units", 2, "bias_initializer", TWOS, "unit_forget_bias", false)).apply(sequence(),
                other.scope());
        assertArrayEquals(new double[] {2, 2, 2, 2, 2, 2, 2, 2}, bias(other), 0);
    }

    private static double[] bias(TestPlace place) {
        return place.evaluate(Expressions.variable(place.scope().path() + "/bias", Type.REAL, Shape.of(8)));
    }

    /** The same units and features are dropped in all steps; what is left keeps the mean. */
    @Test
    void dropoutDrawsOnceForAllSteps() {
        double[] kernel = numbers(FEATURES * UNITS);
        double[] recurrent = numbers(UNITS * UNITS);
        double[] bias = numbers(UNITS);
        place.training(true).give("kernel", kernel).give("recurrent_kernel", recurrent).give("bias", bias);
        double[] draws = {0.1, 0.3, 0.9};
        double[] recurrentDraws = {0.7, 0.5, 0.49, 0};
        place.draw(draws[0], draws[1], draws[2], draws[0], draws[1], draws[2]);
        place.draw(recurrentDraws[0], recurrentDraws[1], recurrentDraws[2], recurrentDraws[3], recurrentDraws[0],
                recurrentDraws[1], recurrentDraws[2], recurrentDraws[3]);
        Arrays.setAll(mask, i -> draws[i] >= 0.25 ? 1 / 0.75 : 0);
        Arrays.setAll(recurrentMask, i -> recurrentDraws[i] >= 0.5 ? 2 : 0);
        Expr y = layer(SimpleRnn.class, Map.of("dropout", Scheduled.of(0.25), "recurrent_dropout", Scheduled.of(0.5)))
                .apply(sequence(), place.scope());
        assertArrayEquals(last(expected(kernel, bias, recurrent, false, RecurrentFixture::simple)), place.evaluate(y), 1e-12);
    }

    @Test
    void nothingIsDroppedAtInference() {
        place.training(false);
        layer(Lstm.class, Map.of("dropout", Scheduled.of(0.25), "recurrent_dropout", Scheduled.of(0.5)))
                .apply(sequence(), place.scope());
        layer(Gru.class, Map.of()).apply(sequence(), new TestPlace(tensors).scope());
    }

    @Test
    void itsPenaltyIsOfTheOutputsAndDividedByTheRows() {
        place.training(true).give("kernel", numbers(FEATURES * UNITS)).give("recurrent_kernel", numbers(UNITS * UNITS));
        Regularizer sum = (tensor, scope) -> Expressions.sum(tensor);
        Expr y = layer(SimpleRnn.class, Map.of("activity_regularizer", sum, "return_sequences", true))
                .apply(sequence(), place.scope());
        double expected = Arrays.stream(place.evaluate(y)).sum() / ROWS;
        assertEquals(expected, place.evaluate(place.penalties().get(0))[0], 1e-12);
    }

    /** A step that does not count changes nothing; the output is that of the step before. */
    @ParameterizedTest
    @CsvSource({"false", "true"})
    void maskedStepsAreLeftOut(boolean backwards) {
        double[] kernel = numbers(FEATURES * 4 * UNITS);
        double[] recurrent = numbers(UNITS * 4 * UNITS);
        double[] bias = numbers(4 * UNITS);
        place.give("kernel", kernel).give("recurrent_kernel", recurrent).give("bias", bias);
        boolean[][] counts = {{true, false, true, true, false}, {false, true, false, true, true}};
        double[] all = new double[ROWS * STEPS * UNITS];
        for (int row = 0; row < ROWS; row++) {
            double[] h = new double[UNITS];
            double[] c = new double[UNITS];
            for (int t = 0; t < STEPS; t++) {
                int at = backwards ? STEPS - 1 - t : t;
                if (counts[row][at]) {
                    int from = (row * STEPS + at) * FEATURES;
                    double[] projected = product(Arrays.copyOfRange(x, from, from + FEATURES), kernel, 4 * UNITS);
                    Arrays.setAll(projected, i -> projected[i] + bias[i]);
                    h = lstm(projected, h, c, recurrent);
                }
                System.arraycopy(h, 0, all, (row * STEPS + t) * UNITS, UNITS);
            }
        }
        double[] numbers = new double[ROWS * STEPS];
        Arrays.setAll(numbers, i -> counts[i / STEPS][i % STEPS] ? 1 : 0);
        Scope scope = place.scope();
        Expr mask = tensors.batch(new int[] {STEPS}, numbers).gt(0.5);
        Expr sequence = scope.masked(sequence(), mask);
        Expr each = layer(Lstm.class, Map.of("return_sequences", true, "go_backwards", backwards)).apply(sequence, scope);
        assertArrayEquals(all, place.evaluate(each), 1e-12);
        // Also where outputs are in the order of processing, as in Keras.
        assertArrayEquals(numbers, place.evaluate(scope.mask(each).cast(Type.REAL)), 0);
        place.training(false);
        Scope other = place.scope();
        Expr last = layer(Lstm.class, Map.of("go_backwards", backwards)).apply(other.masked(sequence(), mask), other);
        assertArrayEquals(last(all), place.evaluate(last), 1e-12);
    }

    @Test
    void statesGoInAndOut() {
        double[] kernel = numbers(FEATURES * 4 * UNITS);
        double[] recurrent = numbers(UNITS * 4 * UNITS);
        place.give("kernel", kernel).give("recurrent_kernel", recurrent);
        Map<String, Object> plain = Map.of("use_bias", false);
        double[] all = expected(kernel, new double[4 * UNITS], recurrent, false, RecurrentFixture::lstm);
        // The sequence in two parts, of which the second begins with the states of the first.
        Scope scope = place.scope();
        Map<String, Expr> results = new HashMap<>();
        Scope listening = (Scope) Proxy.newProxyInstance(Scope.class.getClassLoader(), new Class<?>[] {Scope.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("output")) {
                        results.put((String) arguments[0], (Expr) arguments[1]);
                        return arguments[1];
                    }
                    return method.invoke(scope, arguments);
                });
        layer(Lstm.class, Map.of("use_bias", false, "return_state", true))
                .apply(Expressions.slice(sequence(), 1, 0, 2), listening);
        assertEquals(Set.of("state_h", "state_c"), results.keySet());
        double[] h = place.evaluate(results.get("state_h"));
        double[] c = place.evaluate(results.get("state_c"));
        place.training(false);
        Expr y = layer(Lstm.class, plain).apply(List.of(Expressions.slice(sequence(), 1, 2, STEPS),
                tensors.batch(new int[] {UNITS}, h), tensors.batch(new int[] {UNITS}, c)), place.scope());
        assertArrayEquals(last(all), place.evaluate(y), 1e-12);
        String message = assertThrows(IllegalArgumentException.class, () -> layer(Lstm.class, plain).apply(
                List.of(sequence(), sequence()), new TestPlace(tensors).scope())).getMessage();
        assertTrue(message.contains("lstm takes a sequence, and first values of its 2 states or none, not 2 inputs"), message);
    }

    @Test
    void optionsAreKeras() {
        List<String> common = List.of("use_bias: true or false = true", "kernel_initializer: an initializer = glorot_uniform",
                "recurrent_initializer: an initializer = orthogonal", "bias_initializer: an initializer = zeros",
                "kernel_regularizer: a regularizer = null", "recurrent_regularizer: a regularizer = null",
                "bias_regularizer: a regularizer = null", "activity_regularizer: a regularizer = null",
                "kernel_constraint: a constraint = null", "recurrent_constraint: a constraint = null",
                "bias_constraint: a constraint = null", "dropout: a number in [0,1) or a schedule = 0.0",
                "recurrent_dropout: a number in [0,1) or a schedule = 0.0", "return_sequences: true or false = false",
                "return_state: true or false = false",
                "go_backwards: true or false = false");
        List<String> simple = new ArrayList<>(List.of("units: a whole number in [1,inf)", "activation: an activation = tanh"));
        simple.addAll(common);
        assertEquals(simple, Described.options(SimpleRnn.class));
        List<String> gated = new ArrayList<>(simple);
        gated.add(2, "recurrent_activation: an activation = sigmoid");
        gated.add("reset_after: true or false = true");
        assertEquals(gated, Described.options(Gru.class));
        gated.remove("reset_after: true or false = true");
        gated.add(7, "unit_forget_bias: true or false = true");
        assertEquals(gated, Described.options(Lstm.class));
        assertEquals("layer simple_rnn", Described.identity(SimpleRnn.class));
        assertEquals("layer lstm", Described.identity(Lstm.class));
        assertEquals("layer gru", Described.identity(Gru.class));
    }

    @Test
    void otherShapesAreRefused() {
        for (Class<? extends Layer> type : List.of(SimpleRnn.class, Lstm.class, Gru.class)) {
            String message = assertThrows(IllegalArgumentException.class, () -> layer(type, Map.of())
                    .apply(tensors.batch(new int[] {3}, numbers(6)), new TestPlace(tensors).scope())).getMessage();
            assertTrue(message.contains("takes sequences [rows, steps, features], not [rows, 3]"), message);
        }
    }
}
