package org.fascicle.metric.truth;

import static org.fascicle.api.expr.Expressions.count;
import static org.fascicle.api.expr.Expressions.sum;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.scope.State;

/** The share of cases that are right. */
public final class Share {
    private Share() {}

    /** Counts cases in, of which those are right that hold. */
    public static void tally(Expr right, Scope scope) {
        State correct = scope.state("correct", Shape.scalar(), 0);
        State count = scope.state("count", Shape.scalar(), 0);
        correct.set(correct.value().add(sum(right.cast(Type.REAL))));
        count.set(count.value().add(count(right.shape())));
    }

    /** The share of all that were counted. */
    public static Expr of(Scope scope) {
        return scope.state("correct", Shape.scalar(), 0).value().div(scope.state("count", Shape.scalar(), 0).value());
    }
}
