package org.fascicle.backend.gpu.kernel;

import java.util.Arrays;

import org.fascicle.api.graph.Node;

/**
 * Where the elements of a tensor lie in an array: at {@code offset + Σ index · stride}, with a stride of 0 along axes that
 * repeat one element. Immutable.
 */
final class View {
    final int[] strides;
    final int offset;

    View(int[] strides, int offset) {
        this.strides = strides;
        this.offset = offset;
    }

    /** A tensor that is an array of its own, row-major. */
    static View whole(int[] extents) {
        int[] strides = new int[extents.length];
        int stride = 1;
        for (int axis = extents.length - 1; axis >= 0; axis--) {
            strides[axis] = extents[axis] == 1 ? 0 : stride;
            stride *= extents[axis];
        }
        return new View(strides, 0);
    }

    /** What a movement makes of its operand, whose view this is. */
    View moved(Node movement, int rows) {
        switch (movement.op().name()) {
            case "broadcast":
                return repeated(movement.operand(0).shape().withRows(rows).toArray(), movement.shape().rank());
            case "transpose":
                int[] order = movement.attributes().integers("axes");
                return new View(Arrays.stream(order).map(axis -> strides[axis]).toArray(), offset);
            case "slice":
                return sliced(movement.attributes().integers("start"), movement.attributes().integers("step"));
            case "reverse":
                return reversed(movement.shape().withRows(rows).toArray(), movement.attributes().integers("axes"));
            default:
                throw new IllegalArgumentException("no view of " + movement);
        }
    }

    private View repeated(int[] extents, int rank) {
        int[] moved = new int[rank];
        for (int axis = 0; axis < extents.length; axis++) {
            moved[rank - extents.length + axis] = extents[axis] == 1 ? 0 : strides[axis];
        }
        return new View(moved, offset);
    }

    private View sliced(int[] start, int[] step) {
        int[] moved = strides.clone();
        int from = offset;
        for (int axis = 0; axis < moved.length; axis++) {
            from += start[axis] * strides[axis];
            moved[axis] *= step[axis];
        }
        return new View(moved, from);
    }

    private View reversed(int[] extents, int[] axes) {
        int[] moved = strides.clone();
        int from = offset;
        for (int axis : axes) {
            from += (extents[axis] - 1) * strides[axis];
            moved[axis] = -strides[axis];
        }
        return new View(moved, from);
    }
}
