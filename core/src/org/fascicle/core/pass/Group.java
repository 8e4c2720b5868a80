package org.fascicle.core.pass;

import java.util.Comparator;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;

import org.fascicle.api.expr.Primitive.Access;
import org.fascicle.api.expr.Primitives;
import org.fascicle.api.graph.Node;

/** A kernel in the making: nodes that are to be computed together, by their order in the graph. */
final class Group {
    final TreeSet<Node> nodes = new TreeSet<>(Comparator.comparingInt(Node::index));
    final Set<Node> epilogue = new HashSet<>();
    final boolean guarded;
    Node anchor;

    Group(Node node, boolean guarded) {
        nodes.add(node);
        this.guarded = guarded;
        this.anchor = isElementwise(node) ? null : node;
    }

    /** Whether each element can be computed by itself, in any kernel of the node's shape. */
    static boolean isElementwise(Node node) {
        return node.op().access() == Access.ELEMENTWISE || node.op() == Primitives.IOTA
                || node.op() == Primitives.RANDOM_BITS;
    }

    /** Whether a node's elements are those of the anchor's result or of what follows it. */
    boolean isBehindAnchor(Node node) {
        return node == anchor || epilogue.contains(node);
    }

    /** Takes in the nodes of a group that produces for this one. */
    void absorb(Group producer) {
        if (producer.anchor != null) {
            epilogue.addAll(nodes);
            epilogue.addAll(producer.epilogue);
            anchor = producer.anchor;
        } else if (anchor != null && feedsEpilogue(producer)) {
            epilogue.addAll(producer.nodes);
        }
        nodes.addAll(producer.nodes);
    }

    private boolean feedsEpilogue(Group producer) {
        return epilogue.stream().anyMatch(node -> node.operands().stream().anyMatch(producer.nodes::contains));
    }
}
