package org.fascicle.compiler.pass;

import java.util.Arrays;
import java.util.Collection;

import org.fascicle.api.expr.Primitives;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.fascicle.api.graph.Node;

/**
 * Which operations compute each element of the last axis from the same element of what they read, and from what has none: elementwise
 * ones, and reductions along other axes. Of what is neither a vector nor has rows, that is not asked: it is long in another direction.
 */
final class ColumnWise {
    private ColumnWise() {}

    /** How many elements the last axis of some operations has; 0 if they are not all such, or of different extents. */
    static int columns(Collection<Node> nodes) {
        int columns = 0;
        for (Node node : nodes) {
            int extent = columns(node);
            if (extent == 0 || columns != 0 && extent != columns) {
                return 0;
            }
            columns = extent;
        }
        return columns;
    }

    private static int columns(Node node) {
        boolean folds = node.op() == Primitives.SUM && node.type() == Type.REAL || node.op() == Primitives.REDUCE_MAX;
        Shape shape = folds || node.op() == Primitives.RESHAPE ? node.operand(0).shape() : node.shape();
        int columns = last(shape);
        if (columns <= 0 || !shape.isBatched() && shape.size() != columns) {
            return 0;
        }
        if (folds) {
            int axis = shape.rank() - 1;
            return Arrays.stream(node.attributes().integers("axes")).noneMatch(folded -> folded == axis) ? columns : 0;
        }
        if (node.op() == Primitives.RESHAPE) {
            return last(node.shape()) == columns ? columns : 0;
        }
        return Group.isElementwise(node) && node.op() != Primitives.RANDOM_BITS ? columns : 0;
    }

    private static int last(Shape shape) {
        return shape.rank() == 0 || shape.extent(shape.rank() - 1) == Shape.ROWS ? 0 : shape.extent(shape.rank() - 1);
    }
}
