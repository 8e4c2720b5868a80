package org.fascicle.compiler.pass;

import java.util.Comparator;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

import org.fascicle.api.expr.Primitive.Access;
import org.fascicle.api.expr.Primitives;
import org.fascicle.api.graph.Node;
import org.jspecify.annotations.Nullable;

/** A kernel in the making: nodes that are to be computed together, by their order in the graph. */
final class Group {
    final TreeSet<Node> nodes = new TreeSet<>(Comparator.comparingInt(Node::index));
    final Set<Node> epilogue = new HashSet<>();
    boolean guarded;
    /** As how many operations all of it counts. */
    int weight;
    @Nullable
    Node anchor;
    /** Along what it is cut, and with whom: see {@link Kernel}. */
    Cut cut = Cut.NONE;
    int run;
    /** How many came before it when all that it reads had come. */
    int readyAt;
    private boolean rowWise;
    private int columns;

    Group(Node node, boolean guarded, int weight) {
        nodes.add(node);
        this.guarded = guarded;
        this.weight = weight;
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

    /** Finds out along what it can be cut; no node comes to it any more. */
    void complete(Reads reads) {
        // Reading through a broadcast or rounded, or what has no rows, leaves rows where they are; columns, only the former two.
        rowWise = RowWise.of(nodes) && mapsAre(reads, map -> leavesPlaces(map) || !map.shape().isBatched());
        columns = mapsAre(reads, Group::leavesPlaces) ? ColumnWise.columns(nodes) : 0;
    }

    private static boolean leavesPlaces(Node map) {
        return map.op() == Primitives.BROADCAST || isElementwise(map);
    }

    private boolean mapsAre(Reads reads, Predicate<Node> such) {
        return nodes.stream().allMatch(node -> node.operands().stream().allMatch(operand -> mapIs(reads, operand, node, such)));
    }

    private static boolean mapIs(Reads reads, Node operand, Node reader, Predicate<Node> such) {
        return !reads.isMap(operand, reader) || such.test(operand) && mapIs(reads, operand.operand(0), operand, such);
    }

    /** Whether it is a view alone of what has no rows. */
    boolean isView() {
        return nodes.size() == 1 && anchor != null && !anchor.shape().isBatched() && Views.offset(anchor) >= 0;
    }

    /** Whether its rows can be computed by themselves. */
    boolean isRowWise() {
        return rowWise;
    }

    /** How many columns can be computed by themselves; 0 if they cannot. */
    int columns() {
        return columns;
    }

    /** Adds the nodes of a group that produces for this one. */
    void absorb(Group producer) {
        if (producer.anchor != null) {
            epilogue.addAll(nodes);
            epilogue.addAll(producer.epilogue);
            anchor = producer.anchor;
        } else if (anchor != null && feedsEpilogue(producer)) {
            epilogue.addAll(producer.nodes);
        }
        add(producer);
    }

    /** Adds the nodes of a group that walks the same lines. */
    void absorbLines(Group producer) {
        if (producer.anchor != null) {
            anchor = producer.anchor;
        }
        add(producer);
    }

    private void add(Group producer) {
        nodes.addAll(producer.nodes);
        weight += producer.weight;
    }

    private boolean feedsEpilogue(Group producer) {
        return epilogue.stream().anyMatch(node -> node.operands().stream().anyMatch(producer.nodes::contains));
    }
}
