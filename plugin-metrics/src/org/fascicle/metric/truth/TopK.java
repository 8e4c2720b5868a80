package org.fascicle.metric.truth;

import static org.fascicle.api.expr.Expressions.argmax;
import static org.fascicle.api.expr.Expressions.iota;
import static org.fascicle.api.expr.Expressions.require;
import static org.fascicle.api.expr.Expressions.reshape;
import static org.fascicle.api.expr.Expressions.sum;
import static org.fascicle.api.expr.Expressions.sumKeep;
import static org.fascicle.api.expr.Expressions.where;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;

/** Rows whose right class is among the k most probable: for which fewer than k classes were found more probable. */
public final class TopK {
    private TopK() {}

    /** Which rows these are. */
    public static Expr rows(int k, Expr values, Expr target) {
        Shape shape = values.shape();
        require(shape.rank() >= 2 && shape.extent(-1) > 1, "needs one output for each class, not " + shape);
        Expr right = reshape(argmax(Truth.of(shape, target), -1), shape.with(-1, 1));
        Expr its = sumKeep(where(iota(shape, -1).eq(right), values, 0), -1);
        return sum(values.gt(its).cast(Type.REAL), -1).lt(k);
    }
}
