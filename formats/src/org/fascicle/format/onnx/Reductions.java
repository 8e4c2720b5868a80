package org.fascicle.format.onnx;

import java.util.List;

/** Reductions as operators. */
final class Reductions {
    private Reductions() {}

    /** The operator of a name, along axes. */
    static Operator of(String operator) {
        return (operation, graph) -> {
            int[] axes = operation.attributes().integers("axes");
            return axes.length == 0 ? graph.node("Identity", operation.names())
                    : graph.node(operator, List.of(operation.name(0), graph.integers(axes)),
                            Attribute.integer("keepdims", operation.attributes().flag("keep") ? 1 : 0));
        };
    }

    static String argmax(Operation operation, OnnxGraph graph) {
        String index = graph.node("ArgMax", operation.names(), Attribute.integer("axis", operation.attributes().integer("axis")),
                Attribute.integer("keepdims", 0));
        return graph.cast(index, Element.INT32);
    }

    static String cumsum(Operation operation, OnnxGraph graph) {
        return graph.node("CumSum", List.of(operation.name(0), graph.integer(operation.attributes().integer("axis"))));
    }

    /** The greatest last, of equals the first first: what TopK says of ties. */
    static String argsort(Operation operation, OnnxGraph graph) {
        String all = graph.integers(operation.shape().extent(-1));
        String index = graph.node("TopK", List.of(operation.name(0), all), 1, Attribute.integer("axis", -1),
                Attribute.integer("largest", 0), Attribute.integer("sorted", 1));
        return graph.cast(index, Element.INT32);
    }
}
