package org.fascicle.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Expressions;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.fascicle.api.initializer.Initializer;
import org.fascicle.api.layer.Layer;
import org.fascicle.api.technique.OptionException;
import org.fascicle.api.technique.TechniqueType;
import org.fascicle.layer.add.Add;
import org.fascicle.layer.concatenate.Concatenate;
import org.fascicle.layer.embedding.Embedding;
import org.fascicle.layer.globalaveragepooling.GlobalAveragePooling;
import org.fascicle.layer.globalmaxpooling.GlobalMaxPooling;
import org.fascicle.layer.masking.Masking;
import org.fascicle.layer.multiply.Multiply;
import org.fascicle.layer.reshape.Reshape;
import org.fascicle.testing.Described;
import org.fascicle.testing.Tensors;
import org.fascicle.testing.TestPlace;
import org.junit.jupiter.api.Test;

/** Layers that lay out, merge, look up and pool. */
class ShapesTest {
    private static final double[] TWELVE = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};

    private final Tensors tensors = new Tensors(2);
    private final TestPlace place = new TestPlace(tensors);

    @Test
    void reshapeKeepsElementsAndFillsInOneExtent() {
        Expr x = tensors.batch(new int[] {6}, TWELVE);
        Expr y = made(Reshape.class, Map.of("target_shape", List.of(3, 2))).apply(x, place.scope());
        assertEquals(Shape.batch(3, 2), y.shape());
        assertArrayEquals(TWELVE, place.evaluate(y), 0);
        Layer open = made(Reshape.class, Map.of("target_shape", List.of(2, -1, 1)));
        assertEquals(Shape.batch(2, 3, 1), open.apply(x, place.scope()).shape());
        assertEquals(Shape.batch(6), made(Reshape.class, Map.of()).apply(y, place.scope()).shape());
    }

    @Test
    void reshapeRefusesWhatDoesNotFit() {
        Expr x = tensors.batch(new int[] {6}, TWELVE);
        for (List<Integer> wrong : List.of(List.of(4), List.of(4, -1), List.of(0, -1), List.of(6, 2))) {
            String message = assertThrows(IllegalArgumentException.class,
                    () -> made(Reshape.class, Map.of("target_shape", wrong)).apply(x, place.scope())).getMessage();
            assertTrue(message.contains("[rows, 6]") && message.contains(wrong.toString()), message);
        }
        assertThrows(OptionException.class, () -> made(Reshape.class, Map.of("target_shape", List.of(-1, -1))));
        assertThrows(OptionException.class, () -> made(Reshape.class, Map.of("target_shape", List.of(-2))));
    }

    @Test
    void addMultiplyAndConcatenate() {
        Expr a = tensors.batch(new int[] {2}, 1, 2, 3, 4);
        Expr b = tensors.batch(new int[] {2}, 10, 20, 30, 40);
        Expr c = tensors.batch(new int[] {1}, 100, 1000);
        assertArrayEquals(new double[] {111, 122, 1033, 1044},
                place.evaluate(made(Add.class, Map.of()).apply(List.of(a, b, c), place.scope())), 0);
        assertArrayEquals(new double[] {1000, 4000, 90000, 160000},
                place.evaluate(made(Multiply.class, Map.of()).apply(List.of(a, b, c), place.scope())), 0);
        Expr side = made(Concatenate.class, Map.of()).apply(List.of(a, c, b), place.scope());
        assertEquals(Shape.batch(5), side.shape());
        assertArrayEquals(new double[] {1, 2, 100, 10, 20, 3, 4, 1000, 30, 40}, place.evaluate(side), 0);
    }

    @Test
    void concatenateTakesAnyAxisBehindTheRows() {
        Expr x = tensors.batch(new int[] {1, 2}, 1, 2, 3, 4);
        Expr y = made(Concatenate.class, Map.of("axis", 1)).apply(List.of(x, x), place.scope());
        assertEquals(Shape.batch(2, 2), y.shape());
        assertArrayEquals(new double[] {1, 2, 1, 2, 3, 4, 3, 4}, place.evaluate(y), 0);
        assertThrows(IllegalArgumentException.class,
                () -> made(Concatenate.class, Map.of("axis", 0)).apply(List.of(x, x), place.scope()));
    }

    @Test
    void mergesNeedSeveralInputs() {
        Expr x = tensors.batch(new int[] {1}, 1, 2);
        for (Class<?> merge : List.of(Add.class, Multiply.class, Concatenate.class)) {
            String message = assertThrows(IllegalArgumentException.class,
                    () -> made(merge, Map.of()).apply(x, place.scope())).getMessage();
            assertTrue(message.contains("two inputs or more, not 1"), message);
        }
    }

    @Test
    void embeddingLooksUp() {
        place.give("embeddings", 0, 1, 10, 11, 20, 21);
        Initializer zeros = (shape, place) -> Expressions.full(shape, 0);
        Layer layer = made(Embedding.class,
                Map.of("input_dim", 3, "output_dim", 2, "embeddings_initializer", zeros));
        Expr y = layer.apply(tensors.batch(new int[] {3}, 2, 0, 1.9, -5, 7, 1), place.scope());
        assertEquals(Shape.batch(3, 2), y.shape());
        assertArrayEquals(new double[] {20, 21, 0, 1, 10, 11, 0, 1, 20, 21, 10, 11}, place.evaluate(y), 0);
        assertEquals(List.of("embeddings"), place.parameters());
        assertNull(place.scope().mask(y));
    }

    @Test
    void embeddingMasksTheNumberZero() {
        Initializer zeros = (shape, place) -> Expressions.full(shape, 0);
        Layer layer = made(Embedding.class,
                Map.of("input_dim", 3, "output_dim", 2, "embeddings_initializer", zeros, "mask_zero", true));
        place.give("embeddings", 4, 5, 10, 11, 20, 21);
        Expr y = layer.apply(tensors.batch(new int[] {3}, 2, 0, 1, 0, 0, 1), place.scope());
        assertArrayEquals(new double[] {20, 21, 4, 5, 10, 11, 4, 5, 4, 5, 10, 11}, place.evaluate(y), 0);
        assertArrayEquals(new double[] {1, 0, 1, 0, 0, 1}, place.evaluate(place.scope().mask(y).cast(Type.REAL)), 0);
        Expr mean = made(GlobalAveragePooling.class, Map.of()).apply(y, place.scope());
        assertArrayEquals(new double[] {15, 16, 10, 11}, place.evaluate(mean), 1e-14);
        assertThrows(IllegalArgumentException.class, () -> layer.apply(tensors.batch(new int[] {3, 1}, 2, 0, 1, 0, 0, 1),
                new TestPlace(tensors).scope()));
    }

    @Test
    void maskingSetsPaddingToZero() {
        Expr x = tensors.batch(new int[] {3, 2}, 7, 7, 7, 1, 2, 7, 7, 7, 7, 7, 7, 7);
        Expr y = made(Masking.class, Map.of("mask_value", 7.0)).apply(x, place.scope());
        assertArrayEquals(new double[] {0, 0, 7, 1, 2, 7, 0, 0, 0, 0, 0, 0}, place.evaluate(y), 0);
        assertArrayEquals(new double[] {0, 1, 1, 0, 0, 0}, place.evaluate(place.scope().mask(y).cast(Type.REAL)), 0);
        Expr mean = made(GlobalAveragePooling.class, Map.of("keepdims", true)).apply(y, place.scope());
        assertEquals(Shape.batch(1, 2), mean.shape());
        assertArrayEquals(new double[] {4.5, 4, 0, 0}, place.evaluate(mean), 1e-14);
        assertThrows(IllegalArgumentException.class,
                () -> made(Masking.class, Map.of()).apply(tensors.batch(new int[] {6}, TWELVE), place.scope()));
    }

    @Test
    void poolingTakesAllPositions() {
        Expr x = tensors.batch(new int[] {3, 2}, 1, 20, 3, 4, 5, 6, 7, 8, -9, 10, 11, 12);
        Expr mean = made(GlobalAveragePooling.class, Map.of()).apply(x, place.scope());
        assertEquals(Shape.batch(2), mean.shape());
        assertArrayEquals(new double[] {3, 10, 3, 10}, place.evaluate(mean), 1e-15);
        assertArrayEquals(new double[] {5, 20, 11, 12},
                place.evaluate(made(GlobalMaxPooling.class, Map.of()).apply(x, place.scope())), 0);
    }

    @Test
    void poolingMayKeepAxes() {
        Expr x = tensors.batch(new int[] {3, 2, 1}, TWELVE);
        for (Class<?> pooling : List.of(GlobalAveragePooling.class, GlobalMaxPooling.class)) {
            assertEquals(Shape.batch(1, 1, 1), made(pooling, Map.of("keepdims", true)).apply(x, place.scope()).shape());
            assertThrows(IllegalArgumentException.class,
                    () -> made(pooling, Map.of()).apply(tensors.batch(new int[] {6}, TWELVE), place.scope()));
        }
        assertArrayEquals(new double[] {6, 12},
                place.evaluate(made(GlobalMaxPooling.class, Map.of()).apply(x, place.scope())), 0);
    }

    @Test
    void optionsAreKeras() {
        assertEquals(List.of("target_shape: a list of whole numbers in [-1,inf) = -1"), Described.options(Reshape.class));
        assertEquals(List.of("input_dim: a whole number in [1,inf)", "output_dim: a whole number in [1,inf)",
                "embeddings_initializer: an initializer = random_uniform", "embeddings_regularizer: a regularizer = null",
                "embeddings_constraint: a constraint = null", "mask_zero: true or false = false"),
                Described.options(Embedding.class));
        assertEquals(List.of("axis: a whole number = -1"), Described.options(Concatenate.class));
        assertEquals(List.of("keepdims: true or false = false"), Described.options(GlobalAveragePooling.class));
        assertEquals(List.of("keepdims: true or false = false"), Described.options(GlobalMaxPooling.class));
        Map<Class<?>, String> names = Map.of(Add.class, "add", Multiply.class, "multiply", Concatenate.class, "concatenate",
                Embedding.class, "embedding", Reshape.class, "reshape",
                GlobalAveragePooling.class, "global_average_pooling", GlobalMaxPooling.class, "global_max_pooling");
        names.forEach((technique, name) -> assertEquals("layer " + name, Described.identity(technique)));
    }

    private static Layer made(Class<?> technique, Map<String, ?> options) {
        return (Layer) TechniqueType.of(technique).create(options);
    }
}
