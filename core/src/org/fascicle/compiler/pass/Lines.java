package org.fascicle.compiler.pass;

import java.util.Arrays;
import java.util.Map;
import java.util.function.BiPredicate;

import org.fascicle.api.expr.Primitives;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.graph.Graph;
import org.fascicle.api.graph.Node;

/**
 * Joins groups that walk the same lines: what a reduction folds into one element, along the last axes of a shape. A softmax with its loss
 * and its gradient is such a group. Each of its operations has an element for each element of the lines, or one for each line.
 */
final class Lines {
    private final Graph graph;
    private final Reads reads;
    private final Map<Node, Group> groupOf;
    private final FusionPolicy policy;
    private final BiPredicate<Group, Group> meetElsewhere;

    /**
     * A pass over groups.
     *
     * @param meetElsewhere whether the second waits for the first through a third one
     */
    Lines(Graph graph, Reads reads, Map<Node, Group> groupOf, FusionPolicy policy, BiPredicate<Group, Group> meetElsewhere) {
        this.graph = graph;
        this.reads = reads;
        this.groupOf = groupOf;
        this.policy = policy;
        this.meetElsewhere = meetElsewhere;
    }

    void join() {
        // What is joined may fit to what comes before it, where it did not before.
        boolean joined = true;
        while (joined) {
            joined = false;
            for (Node node : graph.nodes()) {
                joined |= groupOf.containsKey(node) && joinOperands(node);
            }
        }
    }

    private boolean joinOperands(Node node) {
        boolean joined = false;
        for (Node operand : node.operands()) {
            Group producer = groupOf.get(reads.source(operand, node));
            Group consumer = groupOf.get(node);
            if (producer != null && consumer != null && producer != consumer && fit(producer, consumer)
                    && !meetElsewhere.test(producer, consumer)) {
                consumer.absorbLines(producer);
                producer.nodes.forEach(moved -> groupOf.put(moved, consumer));
                joined = true;
            }
        }
        return joined;
    }

    private boolean fit(Group producer, Group consumer) {
        Node fold = producer.anchor != null ? producer.anchor : consumer.anchor;
        if (fold == null || producer.guarded != consumer.guarded
                || producer.weight + consumer.weight > policy.maximumWeight()) {
            return false;
        }
        int axis = axis(fold);
        Shape lines = axis < 0 ? null : fold.operand(0).shape();
        return lines != null && policy.joinsLines(lines, axis)
                && producer.nodes.stream().allMatch(node -> walks(node, lines, axis))
                && consumer.nodes.stream().allMatch(node -> walks(node, lines, axis) && readsInLine(node, producer, lines));
    }

    /** The first axis that a node folds, if it folds all behind it as well and there is more than one element; else −1. */
    private static int axis(Node node) {
        if (!isFold(node)) {
            return -1;
        }
        int[] axes = node.attributes().integers("axes").clone();
        Arrays.sort(axes);
        Shape shape = node.operand(0).shape();
        int first = shape.rank() - axes.length;
        for (int i = 0; i < axes.length; i++) {
            if (axes[i] != first + i) {
                return -1;
            }
        }
        return shape.equals(kept(shape, first, true)) ? -1 : first;
    }

    private static boolean isFold(Node node) {
        return node.op() == Primitives.SUM || node.op() == Primitives.REDUCE_MAX;
    }

    /** The shape of what has one element for each line. */
    private static Shape kept(Shape lines, int axis, boolean keeps) {
        int[] extents = new int[keeps ? lines.rank() : axis];
        for (int i = 0; i < extents.length; i++) {
            extents[i] = i < axis ? lines.extent(i) : 1;
        }
        return Shape.of(extents);
    }

    private static boolean walks(Node node, Shape lines, int axis) {
        if (isFold(node)) {
            return axis(node) == axis && node.operand(0).shape().equals(lines);
        }
        Shape shape = node.shape();
        return Group.isElementwise(node)
                && (shape.equals(lines) || shape.equals(kept(lines, axis, true)) || shape.equals(kept(lines, axis, false)));
    }

    /** Whether what a node reads of a group is of its own line: at the same place, or the one element of the line. */
    private boolean readsInLine(Node node, Group producer, Shape lines) {
        for (Node operand : node.operands()) {
            Node source = reads.source(operand, node);
            if (producer.nodes.contains(source) && source != operand
                    && !(isRepeated(operand, source) && operand.shape().equals(lines))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isRepeated(Node operand, Node source) {
        return operand.op() == Primitives.BROADCAST && operand.operand(0) == source
                && operand.shape().rank() == operand.operand(0).shape().rank();
    }
}
