package org.fascicle.api.loss;

import static org.fascicle.api.expr.Expressions.iota;
import static org.fascicle.api.expr.Expressions.require;
import static org.fascicle.api.expr.Expressions.rows;
import static org.fascicle.api.expr.Expressions.scatterAdd;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.fascicle.api.scope.Scope;

/**
 * All rows of a batch as a tensor of fixed shape, {@code [max, …]} with {@code max} = {@link Scope#maxRows()}: so each row,
 * {@code [rows, …]}, can meet all rows, as {@code [rows, max]}. A batch may have fewer rows; those behind the last are zeros, and must not
 * count: {@link #exist} says which do.
 */
public final class AllRows {
    private AllRows() {}

    /**
     * The rows.
     *
     * @param x real or int32 {@code [rows, …]}
     * @return {@code [max, …]}, of the same type; a gradient goes back to each row
     */
    public static Expr of(Expr x, Scope scope) {
        require(x.shape().rank() >= 1 && x.shape().rowsAxis() == 0, "needs [rows, ...], not " + x.shape());
        Shape all = x.shape().with(0, scope.maxRows());
        return scatterAdd(all, iota(Shape.batch(), 0), x.cast(Type.REAL), 0, 0).cast(x.type());
    }

    /** Which of them there are: bool {@code [max]}. */
    public static Expr exist(Scope scope) {
        Shape all = Shape.of(scope.maxRows());
        return iota(all, 0).cast(Type.REAL).lt(rows());
    }

    /** For each row, which of all rows is another one, and exists: bool {@code [rows, max]}. */
    public static Expr others(Scope scope) {
        Shape pairs = Shape.batch(scope.maxRows());
        return iota(pairs, 0).eq(iota(pairs, 1)).not().and(iota(pairs, 1).cast(Type.REAL).lt(rows()));
    }
}
