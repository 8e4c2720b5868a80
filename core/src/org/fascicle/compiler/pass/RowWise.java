package org.fascicle.compiler.pass;

import java.util.Arrays;
import java.util.Collection;

import org.fascicle.api.expr.Primitives;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.graph.Node;

/**
 * Which operations compute each row of a batch from the same row of what they read, and from what has no rows. Found by their
 * index maps: rows are the first axis of the result, and no element of it reads another row.
 */
final class RowWise {
    private RowWise() {}

    /** Whether all of some operations are such; access maps among them do not count. */
    static boolean of(Collection<Node> nodes) {
        return !nodes.isEmpty() && nodes.stream().allMatch(RowWise::of);
    }

    private static boolean of(Node node) {
        if (!hasRows(node)) {
            return false;
        }
        if (Group.isElementwise(node)) {
            return true;
        }
        switch (node.op().name()) {
            case "sum":
            case "reduce_max":
                return Arrays.stream(node.attributes().integers("axes")).allMatch(axis -> axis != 0);
            case "argmax":
            case "cumsum":
                return node.operand(0).shape().axis(node.attributes().integer("axis")) != 0;
            case "argsort":
                return node.shape().rank() > 1;
            case "matmul":
                return node.shape().rank() == 2 && hasRows(node.operand(0)) && !node.attributes().flag("transpose_a")
                        && node.operand(0).op() != Primitives.TRANSPOSE && !node.operand(1).shape().isBatched();
            case "gather":
                return node.attributes().integer("batch") == 0 && !node.operand(0).shape().isBatched()
                        && node.operand(0).shape().axis(node.attributes().integer("axis")) == 0;
            case "conv":
            case "conv_grad_input":
                return hasRows(node.operand(0)) && !node.operand(1).shape().isBatched();
            case "max_pool":
            case "sum_pool":
            case "max_pool_grad":
            case "sum_pool_grad":
                return node.operands().stream().allMatch(RowWise::hasRows);
            case "reshape":
                return hasRows(node.operand(0));
            default:
                return false;
        }
    }

    private static boolean hasRows(Node node) {
        Shape shape = node.shape();
        return shape.rank() > 0 && shape.extent(0) == Shape.ROWS;
    }
}
