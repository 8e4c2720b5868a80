package org.fascicle.compiler.decomposition;

import static org.fascicle.api.expr.Expressions.broadcast;
import static org.fascicle.api.expr.Expressions.constant;
import static org.fascicle.api.expr.Expressions.gather;
import static org.fascicle.api.expr.Expressions.iota;
import static org.fascicle.api.expr.Expressions.where;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Expressions;
import org.fascicle.api.expr.Shape;

/** Decompositions of movements, axis by axis, into gathers at indices that are computed. */
final class Movements {
    private Movements() {}

    static Optional<Expr> slice(Expr e) {
        int[] start = e.attributes().integers("start");
        int[] step = e.attributes().integers("step");
        Expr x = e.operands().get(0);
        for (int axis = 0; axis < start.length; axis++) {
            int count = e.shape().extent(axis);
            if (count == x.shape().extent(axis)) {
                continue;
            }
            x = count == 0 ? empty(x, axis) : gather(x, iota(Shape.of(count), 0).mul(step[axis]).add(start[axis]), axis);
        }
        return Optional.of(x);
    }

    private static Expr empty(Expr x, int axis) {
        return broadcast(constant(0, x.type()), x.shape().with(axis, 0));
    }

    static Optional<Expr> reverse(Expr e) {
        Expr x = e.operands().get(0);
        for (int axis : e.attributes().integers("axes")) {
            int count = x.shape().extent(axis);
            x = count == 0 ? x : gather(x, iota(Shape.of(count), 0).neg().add(count - 1), axis);
        }
        return Optional.of(x);
    }

    /** Numbers before and behind, side by side. */
    static Optional<Expr> pad(Expr e) {
        int[] low = e.attributes().integers("low");
        int[] high = e.attributes().integers("high");
        Expr value = constant(e.attributes().number("value"), e.type());
        Expr x = e.operands().get(0);
        for (int axis = 0; axis < low.length; axis++) {
            List<Expr> parts = new ArrayList<>();
            if (low[axis] > 0) {
                parts.add(broadcast(value, x.shape().with(axis, low[axis])));
            }
            parts.add(x);
            if (high[axis] > 0) {
                parts.add(broadcast(value, x.shape().with(axis, high[axis])));
            }
            x = Expressions.concat(parts, axis);
        }
        return Optional.of(x);
    }

    /** Of each part what lies in its place, or as near to it as the part goes; then the part whose place it is. */
    static Optional<Expr> concat(Expr e) {
        int axis = e.shape().axis(e.attributes().integer("axis"));
        Expr index = Axes.index(e.shape(), axis);
        Expr all = null;
        int offset = 0;
        for (Expr part : e.operands()) {
            int count = part.shape().extent(axis);
            if (count > 0) {
                Expr reached = gather(part, iota(Shape.of(e.shape().extent(axis)), 0).sub(offset), axis);
                all = all == null ? reached : where(index.ge(offset), reached, all);
            }
            offset += count;
        }
        return Optional.of(all == null ? broadcast(constant(0, e.type()), e.shape()) : all);
    }
}
