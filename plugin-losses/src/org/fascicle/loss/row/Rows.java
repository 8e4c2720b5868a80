package org.fascicle.loss.row;

import static org.fascicle.api.expr.Expressions.broadcast;
import static org.fascicle.api.expr.Expressions.maximum;
import static org.fascicle.api.expr.Expressions.require;
import static org.fascicle.api.expr.Expressions.reshape;
import static org.fascicle.api.expr.Expressions.sum;
import static org.fascicle.api.expr.Expressions.where;

import java.util.stream.IntStream;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Expressions;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.fascicle.api.loss.Prediction;
import org.fascicle.api.scope.Scope;

/** Rows of numbers: predictions and targets. */
public final class Rows {
    private Rows() {}

    /**
     * The target in the shape of the prediction, which it must have; but one number a row may come as {@code [rows]} or
     * {@code [rows, 1]}, and comparing one with the other would make {@code [rows, rows]}.
     *
     * @throws IllegalArgumentException if it has another; the message names both
     */
    public static Expr matched(Expr target, Shape shape) {
        boolean fits = target.shape().equals(shape) || single(target.shape()) && single(shape);
        require(fits, "the target's shape " + target.shape() + " is not the prediction's, " + shape);
        return reshape(target, shape);
    }

    /**
     * Refuses an axis that is not behind the rows; one number a row needs none.
     *
     * @throws IllegalArgumentException with both
     */
    public static void requireAxis(int axis, Shape shape) {
        int rank = shape.rank();
        boolean behind = axis > 0 && axis < rank || axis < 0 && axis + rank > 0 || rank == 1 && axis == -1;
        require(behind, "needs an axis behind the rows, not axis " + axis + " of " + shape);
    }

    /** The prediction less the target. */
    public static Expr difference(Prediction prediction, Expr target) {
        return prediction.values().sub(matched(target, prediction.values().shape()));
    }

    /**
     * The mean of each row, {@code [rows]}: of its steps that count, where the prediction has a mask; 0 where none does.
     *
     * @param each {@code [rows, …]}, made of the prediction
     * @throws IllegalArgumentException if the steps that the mask is about are no axis of it any more
     */
    public static Expr mean(Expr each, Prediction prediction, Scope scope) {
        int[] behindRows = IntStream.range(1, each.shape().rank()).toArray();
        Expr mask = scope.mask(prediction.values());
        if (mask == null) {
            return behindRows.length == 0 ? each : Expressions.mean(each, behindRows);
        }
        Shape shape = each.shape();
        require(behindRows.length > 0 && shape.extent(1) == mask.shape().extent(1),
                "needs an axis behind the steps of " + prediction.values().shape() + ", some of which are masked");
        Shape steps = Shape.of(IntStream.range(0, shape.rank()).map(axis -> axis < 2 ? shape.extent(axis) : 1).toArray());
        Expr counts = broadcast(reshape(mask, steps), shape);
        return sum(where(counts, each, 0), behindRows).div(maximum(sum(counts.cast(Type.REAL), behindRows), 1));
    }

    private static boolean single(Shape shape) {
        return shape.rank() >= 1 && shape.withoutFirst().size() == 1;
    }
}
