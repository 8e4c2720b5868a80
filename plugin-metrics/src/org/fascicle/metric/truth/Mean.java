package org.fascicle.metric.truth;

import static org.fascicle.api.expr.Expressions.sum;
import static org.fascicle.api.expr.Expressions.where;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
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
     * @param weights as {@link Weighed} takes them
     */
    public static void tally(Expr each, @Nullable Expr weights, Scope scope) {
        State total = scope.state("total", Shape.scalar(), 0);
        State count = scope.state("count", Shape.scalar(), 0);
        total.set(total.value().add(sum(Weighed.of(each, weights))));
        count.set(count.value().add(Weighed.count(each.shape(), weights)));
    }

    /** The mean of all that were added; 0 where nothing counts. */
    public static Expr of(Scope scope) {
        Expr total = scope.state("total", Shape.scalar(), 0).value();
        Expr count = scope.state("count", Shape.scalar(), 0).value();
        return where(count.gt(0), total.div(count), 0);
    }
}
