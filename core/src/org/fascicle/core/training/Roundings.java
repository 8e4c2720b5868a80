package org.fascicle.core.training;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.fascicle.api.expr.Bfloat16;
import org.fascicle.api.expr.Primitive.Access;
import org.fascicle.api.expr.Primitives;
import org.fascicle.api.graph.Graph;
import org.fascicle.api.graph.Node;
import org.fascicle.api.model.Summary;

/** Which tensors of a graph are rounded to a smaller format, and what for. */
public final class Roundings {
    private Roundings() {}

    /** One for each cast, in the graph's order. */
    public static List<Summary.Cast> in(Graph graph) {
        List<Summary.Cast> casts = new ArrayList<>();
        for (Node node : graph.nodes()) {
            if (Bfloat16.isRounding(node.op(), node.attributes())) {
                Set<String> readers = new LinkedHashSet<>();
                collectReaders(graph, node, readers);
                casts.add(Summary.Cast.of(name(node.operand(0)), node.shape(), node.attributes().text(Bfloat16.ATTRIBUTE),
                        new ArrayList<>(readers)));
            }
        }
        return casts;
    }

    /** A tensor of the store is known by its path, though it be a segment of a packed one; an input by its name. */
    private static String name(Node value) {
        Node whole = value;
        while (whole.op().access() == Access.MOVEMENT) {
            whole = whole.operand(0);
        }
        if (whole.op() == Primitives.VARIABLE) {
            return value.provenance();
        }
        return whole.op() == Primitives.INPUT ? whole.attributes().text("name") : whole.op().name() + " of " + whole.provenance();
    }

    private static void collectReaders(Graph graph, Node value, Set<String> readers) {
        for (Node node : graph.nodes().subList(value.index() + 1, graph.nodes().size())) {
            if (node.operands().contains(value)) {
                if (node.op().access() == Access.MOVEMENT) {
                    collectReaders(graph, node, readers);
                } else {
                    readers.add(node.op().name() + " of " + node.provenance());
                }
            }
        }
    }
}
