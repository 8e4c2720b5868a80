package org.fascicle.compiler.pass;

import org.fascicle.api.expr.Primitives;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.graph.Node;

/** Which movements leave a contiguous piece of memory a contiguous piece, and where it begins. */
final class Views {
    private Views() {}

    /**
     * Where a reshape or slice begins in its operand's memory, in elements; −1 if it is not one piece, whatever the rows.
     */
    static long offset(Node view) {
        if (view.op() == Primitives.RESHAPE) {
            return 0;
        }
        if (view.op() != Primitives.SLICE || view.operand(0).shape().isBatched()) {
            return -1;
        }
        Shape from = view.operand(0).shape();
        int[] start = view.attributes().integers("start");
        int[] step = view.attributes().integers("step");
        long offset = 0;
        long stride = 1;
        boolean whole = true;
        for (int axis = from.rank() - 1; axis >= 0; axis--) {
            int taken = view.shape().extent(axis);
            if (taken != 1 && (!whole || step[axis] != 1)) {
                return -1;
            }
            whole &= taken == from.extent(axis);
            offset += start[axis] * stride;
            stride *= from.extent(axis);
        }
        return offset;
    }

    /** Whether the operands of a concatenation lie one behind the other in its result, whatever the rows. */
    static boolean isConsecutive(Node concat) {
        int axis = concat.attributes().integer("axis");
        for (int i = 0; i < axis; i++) {
            if (concat.shape().extent(i) != 1) {
                return false;
            }
        }
        return !concat.shape().isBatched();
    }
}
