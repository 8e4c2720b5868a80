package org.fascicle.metric.truth;

import static org.fascicle.api.expr.Expressions.iota;
import static org.fascicle.api.expr.Expressions.require;
import static org.fascicle.api.expr.Expressions.reshape;
import static org.fascicle.api.expr.Expressions.slice;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.jspecify.annotations.Nullable;

/** Targets in the form of predictions. */
public final class Truth {
    private Truth() {}

    /**
     * One number for each output. Where there are several outputs and one number a row, that is the label: its class gets 1,
     * the others 0.
     *
     * @param prediction the shape of the network's output
     * @param target int32 {@code [rows]} or real {@code [rows, …]}
     * @throws IllegalArgumentException if they do not fit; the message names both shapes
     */
    public static Expr of(Shape prediction, Expr target) {
        Shape given = target.shape();
        if (given.equals(prediction) || given.sizePerRow() == 1 && prediction.sizePerRow() == 1) {
            return reshape(target.cast(Type.REAL), prediction);
        }
        require(given.sizePerRow() == 1 && prediction.rank() == 2,
                "the target's shape " + given + " does not fit the prediction's, " + prediction);
        Expr label = reshape(target.cast(Type.INT32), Shape.of(prediction.extent(0), 1));
        return iota(prediction, 1).eq(label).cast(Type.REAL);
    }

    /** One class of all along the last axis; all if none is meant. */
    public static Expr column(Expr each, @Nullable Integer classId) {
        if (classId == null) {
            return each;
        }
        Shape shape = each.shape();
        require(shape.rank() >= 2 && classId < shape.extent(-1), "there is no class " + classId + " among " + shape);
        return slice(each, -1, classId, classId + 1);
    }
}
