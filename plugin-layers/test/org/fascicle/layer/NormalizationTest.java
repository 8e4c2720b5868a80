package org.fascicle.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Expressions;
import org.fascicle.api.initializer.Initializer;
import org.fascicle.api.layer.Layer;
import org.fascicle.api.technique.OptionException;
import org.fascicle.api.technique.TechniqueType;
import org.fascicle.layer.groupnormalization.GroupNormalization;
import org.fascicle.layer.layernormalization.LayerNormalization;
import org.fascicle.testing.Described;
import org.fascicle.testing.Tensors;
import org.fascicle.testing.TestPlace;

/** Normalizations that do not look at the batch; both against loops over what belongs together. */
class NormalizationTest {
    /** Two rows of two positions of four channels. */
    private static final double[] X = {1, 2, 3, 4, 0, -1, 5, 2, 10, 20, 30, 50, 2, 2, 2, 7};
    private static final int[] EXTENTS = {2, 4};
    private static final double EPSILON = 0.001;

    private final Tensors tensors = new Tensors(2);
    private final TestPlace place = new TestPlace(tensors);
    private final Expr x = tensors.batch(EXTENTS, X);

    @Test
    void layerNormalizationTakesTheLastAxis() {
        place.give("gamma", 1, 2, -1, 0.5).give("beta", 0, 10, 0, -1);
        double[] gamma = {1, 2, -1, 0.5};
        double[] beta = {0, 10, 0, -1};
        double[] expected = normalized(new int[] {0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3});
        for (int i = 0; i < 16; i++) {
            expected[i] = gamma[i % 4] * expected[i] + beta[i % 4];
        }
        assertArrayEquals(expected, place.evaluate(made(LayerNormalization.class, Map.of()).apply(x, place.scope())), 1e-13);
    }

    @Test
    void layerNormalizationTakesSeveralAxes() {
        place.give("gamma", 1, 2, 3, 4, 5, 6, 7, 8);
        double[] expected = normalized(new int[] {0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1});
        for (int i = 0; i < 16; i++) {
            expected[i] *= i % 8 + 1;
        }
        Layer layer = made(LayerNormalization.class, Map.of("axis", List.of(1, -1), "center", false));
        assertArrayEquals(expected, place.evaluate(layer.apply(x, place.scope())), 1e-13);
        assertEquals(List.of("gamma"), place.parameters());
    }

    @Test
    void layerNormalizationTakesAnyAxisBehindTheRows() {
        double[] expected = normalized(new int[] {0, 1, 2, 3, 0, 1, 2, 3, 4, 5, 6, 7, 4, 5, 6, 7});
        Layer layer = made(LayerNormalization.class, Map.of("axis", List.of(1), "scale", false, "center", false));
        assertArrayEquals(expected, place.evaluate(layer.apply(x, place.scope())), 1e-13);
        for (List<Integer> wrong : List.of(List.of(0), List.<Integer>of(), List.of(0, 1))) {
            assertThrows(IllegalArgumentException.class,
                    () -> made(LayerNormalization.class, Map.of("axis", wrong)).apply(x, new TestPlace(tensors).scope()));
        }
    }

    @Test
    void groupNormalizationTakesNeighbouringChannels() {
        place.give("gamma", 1, 2, -1, 0.5).give("beta", 0, 10, 0, -1);
        double[] gamma = {1, 2, -1, 0.5};
        double[] beta = {0, 10, 0, -1};
        double[] expected = normalized(new int[] {0, 0, 1, 1, 0, 0, 1, 1, 2, 2, 3, 3, 2, 2, 3, 3});
        for (int i = 0; i < 16; i++) {
            expected[i] = gamma[i % 4] * expected[i] + beta[i % 4];
        }
        Layer layer = made(GroupNormalization.class, Map.of("groups", 2));
        assertArrayEquals(expected, place.evaluate(layer.apply(x, place.scope())), 1e-13);
    }

    @Test
    void groupsMayBeSingleChannelsAndLieAlongAnyAxis() {
        Layer single = made(GroupNormalization.class, Map.of("groups", -1));
        assertArrayEquals(normalized(new int[] {0, 1, 2, 3, 0, 1, 2, 3, 4, 5, 6, 7, 4, 5, 6, 7}),
                place.evaluate(single.apply(x, place.scope())), 1e-13);
        Layer positions = made(GroupNormalization.class, Map.of("groups", 2, "axis", 1));
        TestPlace other = new TestPlace(tensors);
        assertArrayEquals(normalized(new int[] {0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3}),
                other.evaluate(positions.apply(x, other.scope())), 1e-13);
    }

    @Test
    void groupsMustDivideTheChannels() {
        for (int groups : new int[] {3, 8}) {
            assertThrows(IllegalArgumentException.class,
                    () -> made(GroupNormalization.class, Map.of("groups", groups)).apply(x, new TestPlace(tensors).scope()));
        }
        assertThrows(IllegalArgumentException.class,
                () -> made(GroupNormalization.class, Map.of("axis", 0, "groups", 1)).apply(x, new TestPlace(tensors).scope()));
        assertThrows(OptionException.class, () -> made(GroupNormalization.class, Map.of("groups", 0)));
    }

    @Test
    void optionsAreKeras() {
        List<String> shared = List.of("epsilon: a number in (0,inf) = 0.001", "center: true or false = true",
                "scale: true or false = true", "beta_initializer: an initializer = zeros",
                "gamma_initializer: an initializer = ones", "beta_regularizer: a regularizer = null",
                "gamma_regularizer: a regularizer = null", "beta_constraint: a constraint = null",
                "gamma_constraint: a constraint = null");
        List<String> layer = Described.options(LayerNormalization.class);
        assertEquals("axis: a list of whole numbers = -1", layer.get(0));
        assertEquals(shared, layer.subList(1, layer.size()));
        List<String> group = Described.options(GroupNormalization.class);
        assertEquals(List.of("groups: a whole number in [-1,inf) = 32", "axis: a whole number = -1"), group.subList(0, 2));
        assertEquals(shared, group.subList(2, group.size()));
        assertEquals("layer layer_normalization", Described.identity(LayerNormalization.class));
        assertEquals("layer group_normalization", Described.identity(GroupNormalization.class));
    }

    /** X, each element less the mean of those with its number, over their deviation. */
    private static double[] normalized(int[] belonging) {
        double[] y = new double[X.length];
        for (int i = 0; i < X.length; i++) {
            double count = 0;
            double sum = 0;
            double squares = 0;
            for (int j = 0; j < X.length; j++) {
                if (belonging[j] == belonging[i]) {
                    count++;
                    sum += X[j];
                    squares += X[j] * X[j];
                }
            }
            double mean = sum / count;
            y[i] = (X[i] - mean) / Math.sqrt(squares / count - mean * mean + EPSILON);
        }
        return y;
    }

    private static Layer made(Class<?> technique, Map<String, ?> options) {
        Map<String, Object> all = new HashMap<>(options);
        all.put("beta_initializer", (Initializer) (shape, place) -> Expressions.full(shape, 0));
        all.put("gamma_initializer", (Initializer) (shape, place) -> Expressions.full(shape, 1));
        return (Layer) TechniqueType.of(technique).create(all);
    }
}
