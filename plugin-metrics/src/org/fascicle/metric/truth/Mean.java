package org.fascicle.metric.truth;

import static org.fascicle.api.expr.Expressions.count;
import static org.fascicle.api.expr.Expressions.sum;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.scope.State;

/** The mean of numbers that come batch by batch. */
public final class Mean {
    private Mean() {}

    /** Adds numbers, each with equal weight. */
    public static void tally(Expr each, Scope scope) {
        State total = scope.state("total", Shape.scalar(), 0);
        State count = scope.state("count", Shape.scalar(), 0);
        total.set(total.value().add(sum(each)));
        count.set(count.value().add(count(each.shape())));
    }

    /** The mean of all that were added. */
    public static Expr of(Scope scope) {
        return scope.state("total", Shape.scalar(), 0).value().div(scope.state("count", Shape.scalar(), 0).value());
    }
}
