package org.fascicle.metric.truth;

import static org.fascicle.api.expr.Expressions.sum;
import static org.fascicle.api.expr.Expressions.where;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.scope.State;
import org.jspecify.annotations.Nullable;

/** The share of cases that are right. */
public final class Share {
    private Share() {}

    /**
     * Counts cases in, of which those are right that hold.
     *
     * @param weights as {@link Weighed} takes them
     */
    public static void tally(Expr right, @Nullable Expr weights, Scope scope) {
        State correct = scope.state("correct", Shape.scalar(), 0);
        State count = scope.state("count", Shape.scalar(), 0);
        correct.set(correct.value().add(sum(Weighed.of(right.cast(Type.REAL), weights))));
        count.set(count.value().add(Weighed.count(right.shape(), weights)));
    }

    /** The share of all that were counted; 0 where nothing counts. */
    public static Expr of(Scope scope) {
        Expr correct = scope.state("correct", Shape.scalar(), 0).value();
        Expr count = scope.state("count", Shape.scalar(), 0).value();
        return where(count.gt(0), correct.div(count), 0);
    }
}
