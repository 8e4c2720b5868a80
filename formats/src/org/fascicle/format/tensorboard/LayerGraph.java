package org.fascicle.format.tensorboard;

import java.util.Locale;

import org.fascicle.api.expr.Primitives;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.graph.Graph;
import org.fascicle.api.graph.Node;
import org.fascicle.format.protobuf.Message;

/** What a network computes, as TensorBoard draws it: a box for each layer, and the primitives within. */
final class LayerGraph {
    private static final int GRAPH = 4;
    private static final int NODE = 1;
    private static final int VERSIONS = 4;
    private static final int UNKNOWN = -1;

    private LayerGraph() {}

    /** An event with a graph. */
    static Message event(Graph graph) {
        Message file = new Message();
        for (Node node : graph.nodes()) {
            file.message(NODE, node(node));
        }
        graph.outputs().forEach((name, node) -> file.message(NODE,
                new Message().text(1, plain(name)).text(2, "Identity").text(3, name(node))));
        file.message(VERSIONS, new Message().number(1, 1));
        Message bytes = EventFile.event(0);
        return bytes.message(GRAPH, file);
    }

    private static Message node(Node node) {
        Message message = new Message().text(1, name(node)).text(2, operation(node));
        node.operands().forEach(operand -> message.text(3, name(operand)));
        Message shapes = new Message().message(7, shape(node.shape()));
        return message.message(5, new Message().text(1, "_output_shapes").message(2, new Message().message(1, shapes)));
    }

    private static Message shape(Shape shape) {
        Message message = new Message();
        for (int extent : shape.toArray()) {
            message.message(2, new Message().number(1, extent == Shape.ROWS ? UNKNOWN : extent));
        }
        return message;
    }

    /** A primitive lies in the box of its layer, and so does a parameter, whose path begins with it. */
    private static String name(Node node) {
        if (node.op() == Primitives.VARIABLE) {
            return plain(node.attributes().text("path"));
        }
        if (node.op() == Primitives.INPUT) {
            return plain(node.attributes().text("name"));
        }
        String layer = node.provenance().split(" ", 2)[0];
        return plain(layer) + "/" + node.op().name() + "_" + node.index();
    }

    private static String operation(Node node) {
        if (node.op() == Primitives.VARIABLE) {
            return "VariableV2";
        }
        String name = node.op().name();
        return node.op() == Primitives.INPUT ? "Placeholder" : name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    }

    private static String plain(String name) {
        return name.replaceAll("[^A-Za-z0-9_./-]", "_");
    }
}
