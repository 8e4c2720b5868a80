package org.fascicle.metric.truth;

import static org.fascicle.api.expr.Expressions.reshape;
import static org.fascicle.api.expr.Expressions.sum;

import java.util.Arrays;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Expressions;
import org.fascicle.api.expr.Shape;
import org.jspecify.annotations.Nullable;

/** Numbers of rows that count for as much as their weights. */
public final class Weighed {
    private Weighed() {}

    /**
     * Each number, multiplied with the weight of its row.
     *
     * @param each {@code [rows, …]}
     * @param weights {@code [rows]}; null if all rows count alike
     */
    public static Expr of(Expr each, @Nullable Expr weights) {
        if (weights == null) {
            return each;
        }
        int[] extents = new int[each.shape().rank()];
        Arrays.fill(extents, 1);
        extents[0] = each.shape().extent(0);
        return each.mul(reshape(weights, Shape.of(extents)));
    }

    /** How many numbers there are, each counted with the weight of its row. */
    public static Expr count(Shape shape, @Nullable Expr weights) {
        return weights == null ? Expressions.count(shape) : sum(weights).mul(shape.sizePerRow());
    }
}
