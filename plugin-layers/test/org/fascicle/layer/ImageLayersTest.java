package org.fascicle.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import org.fascicle.api.activation.Activation;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Expressions;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.initializer.Initializer;
import org.fascicle.api.layer.Layer;
import org.fascicle.api.regularizer.Regularizer;
import org.fascicle.api.technique.OptionException;
import org.fascicle.api.technique.TechniqueType;
import org.fascicle.layer.averagepooling2d.AveragePooling2d;
import org.fascicle.layer.conv2d.Conv2d;
import org.fascicle.layer.maxpooling2d.MaxPooling2d;
import org.fascicle.testing.Described;
import org.fascicle.testing.Tensors;
import org.fascicle.testing.TestPlace;

/** Convolution and pooling layers, computed by hand; what Keras calls same and valid. */
class ImageLayersTest {
    private static final Initializer ZEROS = (shape, scope) -> Expressions.full(shape, 0);
    private static final Regularizer SUM = (tensor, scope) -> Expressions.sum(tensor);

    private final Tensors tensors = new Tensors(1);
    private final TestPlace place = new TestPlace(tensors);
    private final Expr square = tensors.batch(new int[] {3, 3, 1}, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    private final Expr line = tensors.batch(new int[] {1, 5, 1}, 1, 2, 3, 4, 5);

    @Test
    void convolutionStaysInside() {
        place.give("kernel", 1, 10, 100, 1000).give("bias", 0.5);
        Expr y = convolution(Map.of("filters", 1, "kernel_size", List.of(2))).apply(square, place.scope());
        assertEquals(Shape.batch(2, 2, 1), y.shape());
        assertArrayEquals(new double[] {5421.5, 6532.5, 8754.5, 9865.5}, place.evaluate(y), 1e-12);
        assertEquals(List.of("kernel", "bias"), place.parameters());
    }

    // An even kernel over "same" padding has the zeros below and right, as Keras has them.
    @Test
    void convolutionMayKeepTheExtents() {
        place.give("kernel", 1, 10, 100, 1000);
        Expr y = convolution(Map.of("filters", 1, "kernel_size", List.of(2, 2), "padding", "same", "use_bias", false))
                .apply(square, place.scope());
        assertArrayEquals(new double[] {5421, 6532, 603, 8754, 9865, 906, 87, 98, 9}, place.evaluate(y), 1e-12);
        assertEquals(List.of("kernel"), place.parameters());
    }

    @Test
    void sameDividesByTheStridesAndRoundsUp() {
        place.give("kernel", 1, 10, 100);
        Map<String, ?> options = Map.of("filters", 1, "kernel_size", List.of(1, 3), "padding", "same",
                "strides", List.of(1, 2), "use_bias", false);
        assertArrayEquals(new double[] {210, 432, 54}, place.evaluate(convolution(options).apply(line, place.scope())), 1e-12);
        Expr four = tensors.batch(new int[] {1, 4, 1}, 1, 2, 3, 4);
        TestPlace other = new TestPlace(tensors).give("kernel", 1, 10, 100);
        assertArrayEquals(new double[] {321, 43}, other.evaluate(convolution(options).apply(four, other.scope())), 1e-12);
    }

    @Test
    void convolutionDilatesAndActivates() {
        place.give("kernel", 1, 10, 2, 20);
        Activation negative = (z, place) -> z.neg();
        Expr y = convolution(Map.of("filters", 2, "kernel_size", List.of(1, 2), "dilation_rate", List.of(1, 3),
                "activation", negative, "use_bias", false)).apply(line, place.scope());
        assertArrayEquals(new double[] {-9, -90, -12, -120}, place.evaluate(y), 1e-12);
    }

    @Test
    void convolutionPenalizes() {
        place.give("kernel", 1, 2).give("bias", 3);
        convolution(Map.of("filters", 1, "kernel_size", List.of(1, 2), "kernel_regularizer", SUM, "bias_regularizer", SUM,
                "activity_regularizer", SUM)).apply(line, place.scope());
        assertArrayEquals(new double[] {3}, place.evaluate(place.penalties().get(0)), 0);
        assertArrayEquals(new double[] {3}, place.evaluate(place.penalties().get(1)), 0);
        assertArrayEquals(new double[] {5 + 8 + 11 + 14 + 12}, place.evaluate(place.penalties().get(2)), 1e-12);
    }

    @Test
    void maximumPooling() {
        assertArrayEquals(new double[] {5}, place.evaluate(max(Map.of()).apply(square, place.scope())), 0);
        assertArrayEquals(new double[] {5, 6, 8, 9},
                place.evaluate(max(Map.of("strides", List.of(1, 1))).apply(square, place.scope())), 0);
        Expr negative = tensors.batch(new int[] {3, 3, 1}, -1, -2, -3, -4, -5, -6, -7, -8, -9);
        assertArrayEquals(new double[] {-1, -3, -7, -9},
                place.evaluate(max(Map.of("padding", "same")).apply(negative, place.scope())), 0);
    }

    @Test
    void averagePoolingCountsWhatIsInside() {
        assertArrayEquals(new double[] {3}, place.evaluate(average(Map.of()).apply(square, place.scope())), 1e-15);
        assertArrayEquals(new double[] {3, 4.5, 7.5, 9},
                place.evaluate(average(Map.of("padding", "same")).apply(square, place.scope())), 1e-15);
        Expr channels = tensors.batch(new int[] {1, 2, 2}, 1, 10, 3, 30);
        assertArrayEquals(new double[] {2, 20, 3, 30}, place.evaluate(
                average(Map.of("pool_size", List.of(1, 2), "strides", List.of(1), "padding", "same"))
                        .apply(channels, place.scope())),
                1e-15);
    }

    @Test
    void whatDoesNotFitIsRefused() {
        Expr flat = tensors.batch(new int[] {1, 2}, 1, 2);
        for (Layer layer : List.of(convolution(Map.of("filters", 1, "kernel_size", List.of(2))), max(Map.of()),
                average(Map.of()))) {
            String message = assertThrows(IllegalArgumentException.class, () -> layer.apply(flat, place.scope())).getMessage();
            assertTrue(message.contains("[rows, height, width, channels], not [rows, 1, 2]"), message);
        }
        String message = assertThrows(IllegalArgumentException.class,
                () -> max(Map.of("pool_size", List.of(2, 4))).apply(square, place.scope())).getMessage();
        assertTrue(message.contains("a window of [2, 4] does not fit into [rows, 3, 3, 1]"), message);
        assertThrows(OptionException.class, () -> convolution(Map.of("filters", 1, "kernel_size", List.of(0))));
        message = assertThrows(IllegalArgumentException.class,
                () -> convolution(Map.of("filters", 1, "kernel_size", List.of(1, 2, 3)))).getMessage();
        assertTrue(message.contains("kernel_size is two numbers, or one for both, not [1, 2, 3]"), message);
        assertThrows(IllegalArgumentException.class, () -> max(Map.of("strides", List.of())));
    }

    @Test
    void optionsAreKeras() {
        for (Class<?> pooling : List.of(MaxPooling2d.class, AveragePooling2d.class)) {
            assertEquals(List.of("pool_size: a list of whole numbers in [1,inf) = 2,2",
                    "strides: a list of whole numbers in [1,inf) = null", "padding: one of valid, same = valid",
                    "data_format: one of channels_last = channels_last"),
                    Described.options(pooling));
        }
        assertEquals("layer conv2d", Described.identity(Conv2d.class));
        assertEquals("layer max_pooling_2d", Described.identity(MaxPooling2d.class));
        assertEquals("layer average_pooling_2d", Described.identity(AveragePooling2d.class));
    }

    private static Layer convolution(Map<String, ?> options) {
        Map<String, Object> all = new HashMap<>(Map.of("kernel_initializer", ZEROS, "bias_initializer", ZEROS));
        all.putAll(options);
        return made(Conv2d.class, all);
    }

    private static Layer max(Map<String, ?> options) {
        return made(MaxPooling2d.class, options);
    }

    private static Layer average(Map<String, ?> options) {
        return made(AveragePooling2d.class, options);
    }

    private static Layer made(Class<?> technique, Map<String, ?> options) {
        return (Layer) TechniqueType.of(technique).create(options);
    }
}
