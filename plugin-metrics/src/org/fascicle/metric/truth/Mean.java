package org.fascicle.metric.truth;

import static org.fascicle.api.expr.Expressions.broadcast;
import static org.fascicle.api.expr.Expressions.reshape;
import static org.fascicle.api.expr.Expressions.sum;
import static org.fascicle.api.expr.Expressions.where;

import java.util.Arrays;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.scope.State;
import org.jspecify.annotations.Nullable;

/** The mean of numbers that come batch by batch. */
public final class Mean {
    private Mean() {}

    /**
     * Adds numbers.
     *
     * @param each {@code [rows, …]}
     * @param weights of the rows; null if all count alike
     * @param mask bool {@code [rows, steps]}, which of them count; null if all do
     */
    public static void tally(Expr each, @Nullable Expr weights, @Nullable Expr mask, Scope scope) {
        State total = scope.state("total", Shape.scalar(), 0);
        State count = scope.state("count", Shape.scalar(), 0);
        Expr counts = mask == null ? null : steps(mask, each.shape());
        total.set(total.value().add(sum(Weighed.of(counts == null ? each : where(counts, each, 0), weights))));
        count.set(count.value().add(counts == null ? Weighed.count(each.shape(), weights)
                : sum(Weighed.of(counts.cast(Type.REAL), weights))));
    }

    private static Expr steps(Expr mask, Shape shape) {
        int[] extents = new int[shape.rank()];
        Arrays.setAll(extents, axis -> axis < 2 ? shape.extent(axis) : 1);
        return broadcast(reshape(mask, Shape.of(extents)), shape);
    }

    /** The mean of all that were added; 0 where nothing counts. */
    public static Expr of(Scope scope) {
        Expr total = scope.state("total", Shape.scalar(), 0).value();
        Expr count = scope.state("count", Shape.scalar(), 0).value();
        return where(count.gt(0), total.div(count), 0);
    }
}
