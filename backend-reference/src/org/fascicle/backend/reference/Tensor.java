package org.fascicle.backend.reference;

import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.fascicle.api.graph.Node;

/**
 * The value of a node in one workspace: an array that has room for the most rows, and its extents with the rows of the run
 * at hand. One of the two arrays is in use, the other is empty. One thread at a time.
 */
final class Tensor {
    final Node node;
    final double[] reals;
    final int[] integers;
    /** The extents of this run; until the first one, those with the most rows. */
    final int[] extents;
    /** Where a kernel gets more from, when it is made. */
    final Memory memory;
    private final int rowsAxis;
    private int size;

    /** A tensor on an array that is there. */
    Tensor(Node node, int maxRows, Memory memory, double[] reals, int[] integers) {
        this.node = node;
        this.memory = memory;
        this.reals = reals;
        this.integers = integers;
        this.extents = node.shape().toArray();
        this.rowsAxis = node.shape().rowsAxis();
        rows(maxRows);
    }

    /** A tensor with an array of its own. */
    static Tensor allocate(Node node, int maxRows, Memory memory) {
        int elements = Memory.elements(node.type(), node.shape(), maxRows, node);
        return node.type() == Type.REAL
                ? new Tensor(node, maxRows, memory, memory.reals(elements), Memory.NO_INTEGERS)
                : new Tensor(node, maxRows, memory, Memory.NO_REALS, memory.integers(elements));
    }

    /** Takes the number of rows of the next runs. */
    void rows(int rows) {
        if (rowsAxis >= 0) {
            extents[rowsAxis] = rows;
        }
        size = extent(0, extents.length);
    }

    /** The number of elements of this run. */
    int size() {
        return size;
    }

    Type type() {
        return node.type();
    }

    Shape shape() {
        return node.shape();
    }

    boolean isReal() {
        return node.type() == Type.REAL;
    }

    /** The array. */
    Object array() {
        return isReal() ? reals : integers;
    }

    /** Writes the distance of neighbours along each axis, in row-major order. */
    void strides(int[] into) {
        int stride = 1;
        for (int axis = extents.length - 1; axis >= 0; axis--) {
            into[axis] = stride;
            stride *= extents[axis];
        }
    }

    /** The product of the extents of the axes from one to before another. */
    int extent(int from, int to) {
        int product = 1;
        for (int axis = from; axis < to; axis++) {
            product *= extents[axis];
        }
        return product;
    }
}
