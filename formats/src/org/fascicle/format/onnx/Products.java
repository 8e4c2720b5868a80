package org.fascicle.format.onnx;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Window;

/** Matrix products and what slides over images, as operators. Ours have channels last, and ONNX's have them first. */
final class Products {
    private static final int[] CHANNELS_FIRST = {0, 3, 1, 2};
    private static final int[] CHANNELS_LAST = {0, 2, 3, 1};

    private Products() {}

    static String matmul(Operation operation, OnnxGraph graph) {
        String a = factor(operation, 0, operation.attributes().flag("transpose_a"), graph);
        String b = factor(operation, 1, operation.attributes().flag("transpose_b"), graph);
        return graph.node("MatMul", List.of(a, b));
    }

    private static String factor(Operation operation, int at, boolean transposed, OnnxGraph graph) {
        Value operand = operation.operands().get(at);
        Shape source = operand.source().shape();
        Shape other = operation.operands().get(1 - at).source().shape();
        int rank = operand.shape().rank();
        // Leading axes that were only repeated need not be: the product does it, as long as the other factor has them.
        boolean alike = source.rank() >= 2 && source.extent(-1) == operand.shape().extent(-1)
                && source.extent(-2) == operand.shape().extent(-2)
                && other.equals(operation.operands().get(1 - at).shape());
        String name = alike ? operand.source().name() : operand.name();
        if (!transposed) {
            return name;
        }
        int[] axes = IntStream.range(0, alike ? source.rank() : rank).toArray();
        axes[axes.length - 1] = axes.length - 2;
        axes[axes.length - 2] = axes.length - 1;
        return Movements.transpose(name, graph, axes);
    }

    static String conv(Operation operation, OnnxGraph graph) {
        Window window = Window.of(operation.attributes());
        String kernel = Movements.transpose(operation.name(1), graph, 3, 2, 0, 1);
        return channelsLast(graph.node("Conv", List.of(channelsFirst(operation, graph), kernel), shape(window), strides(window),
                dilations(window), pads(window)), graph);
    }

    /** The shape that it must have may be larger than the least that fits. */
    static String convTranspose(Operation operation, OnnxGraph graph) {
        Window window = Window.of(operation.attributes());
        int[] more = new int[2];
        for (int axis = 0; axis < 2; axis++) {
            int least = (operation.shapeOf(0).extent(axis + 1) - 1) * window.strides()[axis]
                    + (window.extents()[axis] - 1) * window.dilations()[axis] + 1 - window.low()[axis] - window.high()[axis];
            more[axis] = operation.shape().extent(axis + 1) - least;
        }
        String kernel = Movements.transpose(operation.name(1), graph, 3, 2, 0, 1);
        return channelsLast(graph.node("ConvTranspose", List.of(channelsFirst(operation, graph), kernel), shape(window),
                strides(window), dilations(window), pads(window), Attribute.integers("output_padding", more)), graph);
    }

    static String maxPool(Operation operation, OnnxGraph graph) {
        Window window = Window.of(operation.attributes());
        return channelsLast(graph.node("MaxPool", List.of(channelsFirst(operation, graph)), shape(window), strides(window),
                pads(window)), graph);
    }

    /** The mean over the whole window, padding included, times its size. */
    static String sumPool(Operation operation, OnnxGraph graph) {
        Window window = Window.of(operation.attributes());
        String mean = graph.node("AveragePool", List.of(channelsFirst(operation, graph)), shape(window), strides(window),
                pads(window), Attribute.integer("count_include_pad", 1));
        return graph.node("Mul", List.of(channelsLast(mean, graph), graph.number(window.size(), operation.type())));
    }

    private static String channelsFirst(Operation operation, OnnxGraph graph) {
        return Movements.transpose(operation.name(0), graph, CHANNELS_FIRST);
    }

    private static String channelsLast(String name, OnnxGraph graph) {
        return Movements.transpose(name, graph, CHANNELS_LAST);
    }

    private static Attribute shape(Window window) {
        return Attribute.integers("kernel_shape", window.extents());
    }

    private static Attribute strides(Window window) {
        return Attribute.integers("strides", window.strides());
    }

    private static Attribute dilations(Window window) {
        return Attribute.integers("dilations", window.dilations());
    }

    private static Attribute pads(Window window) {
        int[] pads = Arrays.copyOf(window.low(), 4);
        System.arraycopy(window.high(), 0, pads, 2, 2);
        return Attribute.integers("pads", pads);
    }
}
