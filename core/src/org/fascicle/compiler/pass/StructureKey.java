package org.fascicle.compiler.pass;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

import org.fascicle.api.expr.Primitives;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.graph.Node;

/** Describes what a kernel computes, without its sizes and numbers. */
final class StructureKey {
    private static final Set<String> ARGUMENTS = Set.of(
            "shape", "value", "path", "draw", "name", "index", "start", "stop", "step", "low", "high", "axes");

    private StructureKey() {}

    static String of(Kernel kernel) {
        Map<Node, String> names = new HashMap<>();
        StringBuilder key = new StringBuilder();
        for (Node input : kernel.inputs()) {
            names.put(input, "i" + names.size());
            key.append(source(input)).append(input.type()).append(input.shape().rank() == 0 ? "0;" : ";");
        }
        for (Node node : kernel.nodes()) {
            key.append(node.op().name()).append(':').append(node.type());
            node.operands().forEach(operand -> key.append(' ').append(names.get(operand)));
            key.append(pattern(node)).append(';');
            names.put(node, "n" + names.size());
        }
        kernel.outputs().forEach(output -> key.append('>').append(names.get(output)));
        return key.toString();
    }

    private static String source(Node input) {
        return input.op() == Primitives.CONSTANT || input.op() == Primitives.SCALAR ? "number " : "";
    }

    private static String pattern(Node node) {
        StringBuilder pattern = new StringBuilder();
        node.attributes().asMap().forEach((name, value) -> {
            if (!ARGUMENTS.contains(name)) {
                pattern.append(' ').append(name).append('=').append(value);
            }
        });
        switch (node.op().name()) {
            case "broadcast":
                return pattern.append(' ').append(repeated(node.operand(0).shape(), node.shape())).toString();
            case "sum":
            case "reduce_max":
                return pattern.append(' ').append(reduced(node)).toString();
            case "transpose":
                return pattern.append(' ').append(Arrays.toString(node.attributes().integers("axes"))).toString();
            case "reverse":
                return pattern.append(' ').append(Arrays.toString(node.attributes().integers("axes"))).append('/')
                        .append(node.shape().rank()).toString();
            case "iota":
            case "pad":
            case "slice":
            case "concat":
            case "gather":
            case "scatter_add":
            case "matmul":
            case "cumsum":
            case "argmax":
                return pattern.append(" rank ").append(node.shape().rank()).toString();
            default:
                return pattern.toString();
        }
    }

    // Neighbouring axes that are treated alike are one: [rows, 28, 28] + [28, 28] is as [rows, 784] + [784].
    private static String repeated(Shape from, Shape to) {
        StringBuilder pattern = new StringBuilder();
        for (int axis = 0; axis < to.rank(); axis++) {
            int back = axis - to.rank();
            boolean missing = -back > from.rank() || from.extent(back) == 1 && to.extent(axis) != 1;
            if (to.extent(axis) != 1) {
                append(pattern, missing ? 'r' : 'k');
            }
        }
        return pattern.toString();
    }

    private static String reduced(Node node) {
        Shape from = node.operand(0).shape();
        boolean[] gone = new boolean[from.rank()];
        for (int axis : node.attributes().integers("axes")) {
            gone[axis] = true;
        }
        StringBuilder pattern = new StringBuilder();
        for (int axis = 0; axis < from.rank(); axis++) {
            if (from.extent(axis) != 1) {
                append(pattern, gone[axis] ? 'r' : 'k');
            }
        }
        return pattern.toString();
    }

    private static void append(StringBuilder pattern, char kind) {
        if (pattern.length() == 0 || pattern.charAt(pattern.length() - 1) != kind) {
            pattern.append(kind);
        }
    }
}
