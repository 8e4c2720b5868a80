package org.fascicle.format.onnx;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;

/** What moves elements, as operators. */
final class Movements {
    private Movements() {}

    /** Counts along one axis, and is the same along the others. */
    static String iota(Operation operation, OnnxGraph graph) {
        Shape shape = operation.shape();
        int axis = operation.attributes().integer("axis");
        int extent = shape.extent(axis);
        int[] line = new int[shape.rank()];
        Arrays.fill(line, 1);
        line[axis] = extent;
        String counted;
        if (extent == Shape.ROWS) {
            String rows = graph.node("Squeeze", List.of(graph.cast(graph.rows(), Element.INT32)));
            String range = graph.node("Range", List.of(graph.number(0, Type.INT32), rows, graph.number(1, Type.INT32)));
            counted = graph.node("Reshape", List.of(range, graph.extents(Shape.of(line))));
        } else {
            counted = graph.ints(Shape.of(line), IntStream.range(0, extent).toArray());
        }
        return Arrays.equals(line, shape.toArray()) ? counted
                : graph.node("Expand", List.of(counted, graph.extents(shape)));
    }

    static String reshape(Operation operation, OnnxGraph graph) {
        int[] extents = operation.shape().toArray();
        boolean isEmpty = operation.shape().sizePerRow() == 0;
        if (isEmpty) {
            // -1 can be worked out of no elements by nobody, and 0 would mean: as before.
            return graph.node("Reshape", List.of(operation.name(0), graph.extents(operation.shape())),
                    Attribute.integer("allowzero", 1));
        }
        long[] to = Arrays.stream(extents).mapToLong(extent -> extent == Shape.ROWS ? -1 : extent).toArray();
        return graph.node("Reshape", List.of(operation.name(0), graph.integers(to)));
    }

    static String transpose(Operation operation, OnnxGraph graph) {
        return transpose(operation.name(0), graph, operation.attributes().integers("axes"));
    }

    /** A tensor with its axes in another order. */
    static String transpose(String name, OnnxGraph graph, int... axes) {
        return graph.node("Transpose", List.of(name), Attribute.integers("perm", axes));
    }

    static String pad(Operation operation, OnnxGraph graph) {
        int[] low = operation.attributes().integers("low");
        int[] high = operation.attributes().integers("high");
        int[] pads = Arrays.copyOf(low, low.length + high.length);
        System.arraycopy(high, 0, pads, low.length, high.length);
        String value = graph.number(operation.attributes().number("value"), operation.type());
        if (operation.type() != Type.BOOL) {
            return graph.node("Pad", List.of(operation.name(0), graph.integers(pads), value));
        }
        String padded = graph.node("Pad", List.of(graph.cast(operation.name(0), Element.INT32), graph.integers(pads),
                graph.cast(value, Element.INT32)));
        return graph.cast(padded, Element.BOOL);
    }

    static String slice(Operation operation, OnnxGraph graph) {
        int[] start = operation.attributes().integers("start");
        int[] stop = operation.attributes().integers("stop");
        int[] step = operation.attributes().integers("step");
        int[] axes = IntStream.range(0, start.length).filter(axis -> stop[axis] != Shape.ROWS
                && (start[axis] > 0 || step[axis] > 1 || stop[axis] < operation.shapeOf(0).extent(axis))).toArray();
        return axes.length == 0 ? graph.node("Identity", operation.names())
                : graph.node("Slice", List.of(operation.name(0), at(start, axes, graph), at(stop, axes, graph),
                        graph.integers(axes), at(step, axes, graph)));
    }

    private static String at(int[] numbers, int[] axes, OnnxGraph graph) {
        return graph.integers(Arrays.stream(axes).map(axis -> numbers[axis]).toArray());
    }

    static String concat(Operation operation, OnnxGraph graph) {
        return graph.node("Concat", operation.names(), Attribute.integer("axis", operation.attributes().integer("axis")));
    }

    static String reverse(Operation operation, OnnxGraph graph) {
        int[] axes = operation.attributes().integers("axes");
        if (axes.length == 0) {
            return graph.node("Identity", operation.names());
        }
        long[] last = new long[axes.length];
        long[] beforeFirst = new long[axes.length];
        Arrays.fill(last, -1);
        Arrays.fill(beforeFirst, Long.MIN_VALUE);
        return graph.node("Slice", List.of(operation.name(0), graph.integers(last), graph.integers(beforeFirst),
                graph.integers(axes), graph.integers(last)));
    }

    /** An index beyond the axis is one at its end. */
    static String gather(Operation operation, OnnxGraph graph) {
        int axis = operation.attributes().integer("axis");
        int batch = operation.attributes().integer("batch");
        int extent = operation.shapeOf(0).extent(axis);
        String end = extent != Shape.ROWS ? graph.number(extent - 1, Type.INT32)
                : graph.node("Sub", List.of(graph.cast(graph.rows(), Element.INT32), graph.number(1, Type.INT32)));
        String index =
                graph.node("Max", List.of(graph.number(0, Type.INT32), graph.node("Min", List.of(operation.name(1), end))));
        if (batch == 0) {
            return graph.node("Gather", List.of(operation.name(0), index), Attribute.integer("axis", axis));
        }
        return gatherTogether(operation, graph, graph.cast(index, Element.INT64), axis, batch);
    }

    /** The axis comes to lie behind those that run together, and what lay between comes behind the indices, and back. */
    private static String gatherTogether(Operation operation, OnnxGraph graph, String index, int axis, int batch) {
        int rank = operation.shapeOf(0).rank();
        int many = operation.shapeOf(1).rank() - batch;
        int[] forward = IntStream.concat(IntStream.concat(IntStream.range(0, batch), IntStream.of(axis)),
                IntStream.range(batch, rank).filter(at -> at != axis)).toArray();
        String table = axis == batch ? operation.name(0) : transpose(operation.name(0), graph, forward);
        String tuples = graph.node("Unsqueeze", List.of(index, graph.integers(-1)));
        String found = graph.node("GatherND", List.of(table, tuples), Attribute.integer("batch_dims", batch));
        int between = axis - batch;
        int all = rank - 1 + many;
        int[] back = IntStream.concat(IntStream.concat(IntStream.range(0, batch),
                IntStream.range(batch + many, batch + many + between)),
                IntStream.concat(IntStream.range(batch, batch + many), IntStream.range(batch + many + between, all))).toArray();
        return between == 0 || many == 0 ? found : transpose(found, graph, back);
    }
}
