package org.fascicle.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.fascicle.api.activation.Activation;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Expressions;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.initializer.Initializer;
import org.fascicle.api.layer.Layer;
import org.fascicle.api.regularizer.Regularizer;
import org.fascicle.api.technique.OptionException;
import org.fascicle.api.technique.TechniqueType;
import org.fascicle.layer.averagepooling1d.AveragePooling1d;
import org.fascicle.layer.averagepooling2d.AveragePooling2d;
import org.fascicle.layer.conv1d.Conv1d;
import org.fascicle.layer.conv2d.Conv2d;
import org.fascicle.layer.conv2dtranspose.Conv2dTranspose;
import org.fascicle.layer.depthwiseconv2d.DepthwiseConv2d;
import org.fascicle.layer.maxpooling1d.MaxPooling1d;
import org.fascicle.layer.maxpooling2d.MaxPooling2d;
import org.fascicle.layer.separableconv2d.SeparableConv2d;
import org.fascicle.testing.Described;
import org.fascicle.testing.TestPlace;
import org.fascicle.testing.Tensors;

/** The convolutions and poolings against their definitions, in all ways of padding, stride, dilation and grouping. */
class ConvolutionsTest {
    private static final long SEED = 20240607;
    private static final Initializer ZEROS = (shape, scope) -> Expressions.full(shape, 0);
    private static final double CLOSE = 1e-13;

    private final Random random = new Random(SEED);
    private final Tensors tensors = new Tensors(1);
    private final TestPlace place = new TestPlace(tensors);

    @BeforeEach
    void seed() {
        System.out.println("seed " + SEED);
    }

    @ParameterizedTest
    @CsvSource({"5,6, 3,2, 1,1, 1,1, valid, 1", "5,6, 2,3, 2,1, 1,1, same, 2", "7,5, 3,3, 2,3, 1,1, same, 1",
        "7,8, 3,2, 1,2, 2,3, valid, 4", "7,8, 2,3, 1,1, 3,2, same, 2", "3,3, 4,5, 2,2, 1,1, same, 4"})
    void conv2d(int h, int w, int kh, int kw, int s, int t, int d, int e, String padding, int groups) {
        Direct x = image(h, w, 4);
        Direct kernel = image(kh, kw, 4 / groups, 8);
        place.give("kernel", kernel.cells());
        Layer layer = made(Conv2d.class, Map.of("filters", 8, "kernel_size", List.of(kh, kw), "strides", List.of(s, t),
                "dilation_rate", List.of(d, e), "padding", padding, "groups", groups, "use_bias", false));
        compare(x.convolved(kernel, new int[] {s, t}, new int[] {d, e}, padding.equals("same"), groups), layer, x);
    }

    @ParameterizedTest
    @CsvSource({"7, 3, 1, 1, valid, 1", "7, 2, 2, 1, same, 2", "9, 3, 2, 2, same, 1", "9, 3, 1, 2, causal, 4",
        "8, 4, 3, 1, causal, 1", "2, 5, 1, 1, same, 1", "2, 3, 1, 2, causal, 2"})
    void conv1d(int steps, int size, int stride, int dilation, String padding, int groups) {
        Direct x = image(1, steps, 4);
        Direct kernel = image(1, size, 4 / groups, 4);
        place.give("kernel", kernel.cells());
        Layer layer = made(Conv1d.class, Map.of("filters", 4, "kernel_size", size, "strides", stride, "use_bias", false,
                "dilation_rate", dilation, "padding", padding, "groups", groups));
        int[] across = Direct.placesAndPadding(steps, size, stride, dilation, padding.equals("same"));
        if (padding.equals("causal")) {
            across = new int[] {(steps - 1) / stride + 1, (size - 1) * dilation};
        }
        Direct expected = x.convolved(
                kernel, new int[] {1, stride}, new int[] {1, dilation}, groups, new int[] {1, 0}, across);
        Expr y = layer.apply(tensors.batch(new int[] {steps, 4}, x.cells()), place.scope());
        assertEquals(Shape.batch(across[0], 4), y.shape());
        assertArrayEquals(expected.cells(), place.evaluate(y), CLOSE);
    }

    @ParameterizedTest
    @CsvSource({"5,6, 3,2, 1,1, 1,1, valid, 1", "5,6, 2,3, 2,1, 1,1, same, 2", "7,5, 3,3, 2,3, 1,1, same, 1",
        "7,8, 3,2, 1,2, 2,3, valid, 3", "7,8, 2,3, 1,1, 3,2, same, 2"})
    void depthwiseAndSeparable(int h, int w, int kh, int kw, int s, int t, int d, int e, String padding, int each) {
        Direct x = image(h, w, 3);
        Direct kernel = image(kh, kw, 3, each);
        Direct mix = image(1, 1, 3 * each, 5);
        Map<String, ?> options = Map.of("kernel_size", List.of(kh, kw), "strides", List.of(s, t), "dilation_rate",
                List.of(d, e), "padding", padding, "depth_multiplier", each, "use_bias", false);
        Direct expected = x.depthwise(kernel, new int[] {s, t}, new int[] {d, e}, padding.equals("same"));
        place.give("kernel", kernel.cells());
        compare(expected, made(DepthwiseConv2d.class, options), x);
        place.give("depthwise_kernel", kernel.cells()).give("pointwise_kernel", mix.cells());
        Map<String, Object> more = new HashMap<>(options);
        more.put("filters", 5);
        compare(expected.convolved(mix, new int[] {1, 1}, new int[] {1, 1}, false, 1),
                made(SeparableConv2d.class, more), x);
    }

    // Extents and what is cut off in front are those of the table that Keras's documentation of the layer implies.
    @ParameterizedTest
    @CsvSource({"4, 3, 1, 1, valid, , 6, 0", "4, 3, 2, 1, valid, , 9, 0", "4, 2, 3, 1, valid, , 12, 0",
        "4, 3, 2, 2, valid, , 11, 0", "4, 3, 2, 1, valid, 1, 10, 0", "4, 3, 1, 1, same, , 4, 1", "4, 3, 2, 1, same, , 8, 0",
        "4, 5, 2, 1, same, , 8, 1", "4, 2, 3, 1, same, , 12, 0", "4, 3, 2, 1, same, 0, 7, 1", "4, 3, 2, 1, same, 1, 8, 0",
        "4, 4, 2, 1, same, 1, 7, 1", "4, 4, 2, 1, same, 0, 6, 2", "4, 3, 2, 2, same, , 8, 1"})
    void transposed(int n, int k, int s, int d, String padding, Integer outputPadding, int extent, int cut) {
        Direct x = image(n, n + 1, 3);
        Direct kernel = image(k, k, 2, 3);
        place.give("kernel", kernel.cells());
        Map<String, Object> options = new HashMap<>(Map.of("filters", 2, "kernel_size", List.of(k), "strides", List.of(s),
                "dilation_rate", List.of(d), "padding", padding, "use_bias", false));
        if (outputPadding != null) {
            options.put("output_padding", List.of(outputPadding));
        }
        compare(x.transposed(kernel, new int[] {s, s}, new int[] {d, d}, new int[] {extent, extent + s},
                new int[] {cut, cut}), made(Conv2dTranspose.class, options), x);
    }

    @ParameterizedTest
    @CsvSource({"5,6, 2,2, 2,2, valid", "5,6, 2,3, 1,2, same", "7,4, 3,3, 2,2, same"})
    void pooling(int h, int w, int kh, int kw, int s, int t, String padding) {
        Direct x = image(h, w, 3);
        Map<String, ?> options = Map.of("pool_size", List.of(kh, kw), "strides", List.of(s, t), "padding", padding);
        Map<String, ?> line = Map.of("pool_size", kw, "strides", t, "padding", padding);
        for (boolean mean : new boolean[] {false, true}) {
            compare(x.pooled(new int[] {kh, kw}, new int[] {s, t}, padding.equals("same"), mean),
                    made(mean ? AveragePooling2d.class : MaxPooling2d.class, options), x);
            Direct sequence = new Direct(Arrays.copyOf(x.cells(), w * 3), 1, w, 3);
            Layer layer = made(mean ? AveragePooling1d.class : MaxPooling1d.class, line);
            Direct expected = sequence.pooled(new int[] {1, kw}, new int[] {1, t}, padding.equals("same"), mean);
            Expr y = layer.apply(tensors.batch(new int[] {w, 3}, sequence.cells()), place.scope());
            assertEquals(Shape.batch(expected.extents[1], 3), y.shape());
            assertArrayEquals(expected.cells(), place.evaluate(y), CLOSE);
        }
    }

    @Test
    void aWindowOfASequenceMovesByItsExtent() {
        Expr x = tensors.batch(new int[] {5, 1}, 1, 5, 2, 3, 9);
        assertArrayEquals(new double[] {5, 3}, place.evaluate(made(MaxPooling1d.class, Map.of()).apply(x, place.scope())), 0);
        assertArrayEquals(new double[] {8 / 3.0}, place.evaluate(
                made(AveragePooling1d.class, Map.of("pool_size", 3)).apply(x, place.scope())), 1e-15);
    }

    @Test
    void allHaveBiasActivationAndPenalties() {
        Regularizer sum = (tensor, place) -> Expressions.sum(tensor);
        Activation negative = (z, place) -> z.neg();
        Map<String, Object> common = Map.of("activation", negative, "bias_regularizer", sum, "activity_regularizer", sum);
        for (Class<?> technique : List.of(Conv2d.class, Conv2dTranspose.class, DepthwiseConv2d.class, SeparableConv2d.class,
                Conv1d.class)) {
            TestPlace other = new TestPlace(tensors).give("kernel", 3, 4).give("depthwise_kernel", 1, 1)
                    .give("pointwise_kernel", 3, 4).give("bias", 10);
            Map<String, Object> options = new HashMap<>(common);
            options.put("kernel_size", technique == Conv1d.class ? (Object) 1 : List.of(1));
            if (technique == DepthwiseConv2d.class) {
                other.give("kernel", 31, 2).give("bias", 10, 20);
            } else {
                options.put("filters", 1);
            }
            boolean sequence = technique == Conv1d.class;
            Expr x = tensors.batch(sequence ? new int[] {1, 2} : new int[] {1, 1, 2}, 5, 6);
            double[] y = other.evaluate(made(technique, options).apply(x, other.scope()));
            boolean depthwise = technique == DepthwiseConv2d.class;
            assertArrayEquals(depthwise ? new double[] {-165, -32} : new double[] {-49}, y, 0, technique.getName());
            assertArrayEquals(new double[] {depthwise ? 30 : 10}, other.evaluate(other.penalties().get(0)), 0);
            assertArrayEquals(new double[] {depthwise ? -197 : -49}, other.evaluate(other.penalties().get(1)), 0);
        }
    }

    @Test
    void whatDoesNotFitIsRefused() {
        refused("filters must be a multiple of groups: 3 of 2",
                () -> made(Conv2d.class, Map.of("filters", 3, "kernel_size", List.of(1), "groups", 2)));
        Layer grouped = made(Conv2d.class, Map.of("filters", 4, "kernel_size", List.of(1), "groups", 4));
        refused("2 channels are no multiple of 4 groups",
                () -> grouped.apply(tensors.batch(new int[] {1, 1, 2}, 1, 2), place.scope()));
        refused("output_padding must be below strides: [2, 2], [2, 2]", () -> made(Conv2dTranspose.class,
                Map.of("filters", 1, "kernel_size", List.of(3), "strides", List.of(2), "output_padding", List.of(2))));
        refused("conv1d takes sequences [rows, steps, channels], not [rows, 2]",
                () -> made(Conv1d.class, Map.of("filters", 1, "kernel_size", 1))
                        .apply(tensors.batch(new int[] {2}, 1, 2), place.scope()));
        refused("does not fit into [rows, 1, 2, 1]", () -> made(MaxPooling1d.class, Map.of("pool_size", 3))
                .apply(tensors.batch(new int[] {2, 1}, 1, 2), place.scope()));
        for (Class<?> technique : List.of(DepthwiseConv2d.class, Conv2dTranspose.class, SeparableConv2d.class)) {
            Map<String, Object> options = new HashMap<>(Map.of("kernel_size", List.of(1)));
            if (technique != DepthwiseConv2d.class) {
                options.put("filters", 1);
            }
            refused("takes images [rows, height, width, channels], not [rows, 2]",
                    () -> made(technique, options).apply(tensors.batch(new int[] {2}, 1, 2), place.scope()));
        }
    }

    @Test
    void channelsComeLast() {
        String message = assertThrows(OptionException.class, () -> TechniqueType.of(Conv2d.class)
                .option("data_format").orElseThrow().parse("channels_first")).getMessage();
        assertTrue(message.contains("must be one of channels_last, not 'channels_first'"), message);
    }

    @Test
    void optionsAreKeras() {
        String size = "kernel_size: a list of whole numbers in [1,inf)";
        String strides = "strides: a list of whole numbers in [1,inf) = 1,1";
        String padding = "padding: one of valid, same = valid";
        String format = "data_format: one of channels_last = channels_last";
        String dilation = "dilation_rate: a list of whole numbers in [1,inf) = 1,1";
        List<String> sums = List.of("activation: an activation = null", "use_bias: true or false = true");
        List<String> weights = List.of("kernel_initializer: an initializer = glorot_uniform",
                "bias_initializer: an initializer = zeros", "kernel_regularizer: a regularizer = null",
                "bias_regularizer: a regularizer = null", "activity_regularizer: a regularizer = null",
                "kernel_constraint: a constraint = null", "bias_constraint: a constraint = null");
        String filters = "filters: a whole number in [1,inf)";
        String groups = "groups: a whole number in [1,inf) = 1";
        String multiplier = "depth_multiplier: a whole number in [1,inf) = 1";
        options(Conv2d.class, List.of(filters, size, strides, padding, format, dilation, groups), sums, weights);
        options(Conv1d.class, List.of(filters, "kernel_size: a whole number in [1,inf)",
                "strides: a whole number in [1,inf) = 1", "padding: one of valid, same, causal = valid", format,
                "dilation_rate: a whole number in [1,inf) = 1", groups), sums, weights);
        options(Conv2dTranspose.class, List.of(filters, size, strides, padding,
                "output_padding: a list of whole numbers in [0,inf) = null", format, dilation), sums, weights);
        options(DepthwiseConv2d.class, List.of(size, strides, padding, multiplier, format, dilation), sums,
                List.of("depthwise_initializer: an initializer = glorot_uniform", "bias_initializer: an initializer = zeros",
                        "depthwise_regularizer: a regularizer = null", "bias_regularizer: a regularizer = null",
                        "activity_regularizer: a regularizer = null", "depthwise_constraint: a constraint = null",
                        "bias_constraint: a constraint = null"));
        options(SeparableConv2d.class, List.of(filters, size, strides, padding, format, dilation, multiplier), sums,
                List.of("depthwise_initializer: an initializer = glorot_uniform",
                        "pointwise_initializer: an initializer = glorot_uniform", "bias_initializer: an initializer = zeros",
                        "depthwise_regularizer: a regularizer = null", "pointwise_regularizer: a regularizer = null",
                        "bias_regularizer: a regularizer = null", "activity_regularizer: a regularizer = null",
                        "depthwise_constraint: a constraint = null", "pointwise_constraint: a constraint = null",
                        "bias_constraint: a constraint = null"));
        for (Class<?> pooling : List.of(MaxPooling1d.class, AveragePooling1d.class)) {
            options(pooling, List.of("pool_size: a whole number in [1,inf) = 2", "strides: a whole number in [1,inf) = null",
                    padding, format));
        }
        Map.of(Conv1d.class, "conv1d", Conv2dTranspose.class, "conv2d_transpose", DepthwiseConv2d.class, "depthwise_conv2d",
                SeparableConv2d.class, "separable_conv2d", MaxPooling1d.class, "max_pooling_1d",
                AveragePooling1d.class, "average_pooling_1d")
                .forEach((technique, name) -> assertEquals("layer " + name, Described.identity(technique)));
    }

    @SafeVarargs
    private static void options(Class<?> technique, List<String>... parts) {
        assertEquals(Arrays.stream(parts).flatMap(List::stream).toList(), Described.options(technique));
    }

    private static void refused(String problem, Runnable attempt) {
        String message = assertThrows(IllegalArgumentException.class, attempt::run).getMessage();
        assertTrue(message.contains(problem), message);
    }

    private void compare(Direct expected, Layer layer, Direct x) {
        Expr y = layer.apply(tensors.batch(x.extents, x.cells()), place.scope());
        assertEquals(Shape.batch(expected.extents), y.shape());
        assertArrayEquals(expected.cells(), place.evaluate(y), CLOSE);
    }

    private Direct image(int... extents) {
        Direct image = Direct.zeros(extents);
        Arrays.setAll(image.cells(), i -> random.nextGaussian());
        return image;
    }

    private static Layer made(Class<?> technique, Map<String, ?> options) {
        Map<String, Object> all = new HashMap<>(options);
        for (String weights : List.of("kernel", "depthwise", "pointwise", "bias")) {
            if (TechniqueType.of(technique).option(weights + "_initializer").isPresent()) {
                all.put(weights + "_initializer", ZEROS);
            }
        }
        return (Layer) TechniqueType.of(technique).create(all);
    }
}
