package org.fascicle.loss.row;

import static org.fascicle.api.expr.Expressions.require;
import static org.fascicle.api.expr.Expressions.reshape;

import java.util.stream.IntStream;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Expressions;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.loss.Prediction;

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

    /** The mean of each row: {@code [rows]}. */
    public static Expr mean(Expr each) {
        int[] behindRows = IntStream.range(1, each.shape().rank()).toArray();
        return behindRows.length == 0 ? each : Expressions.mean(each, behindRows);
    }

    private static boolean single(Shape shape) {
        return shape.rank() >= 1 && shape.withoutFirst().size() == 1;
    }
}
