package org.fascicle.metric.truth;

import static org.fascicle.api.expr.Expressions.broadcast;
import static org.fascicle.api.expr.Expressions.require;
import static org.fascicle.api.expr.Expressions.reshape;
import static org.fascicle.api.expr.Expressions.sum;
import static org.fascicle.api.expr.Expressions.where;

import java.util.Arrays;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Expressions;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.fascicle.api.loss.Prediction;
import org.fascicle.api.scope.Scope;
import org.jspecify.annotations.Nullable;

/** Numbers that count for as much as the weights of their rows and steps. */
public final class Weighed {
    private Weighed() {}

    /**
     * What numbers of a prediction count for: for the weight of their row; where steps are masked, for 0 there, as in Keras.
     *
     * @param rows the weights of the rows, {@code [rows]}; null if all rows count alike
     * @return {@code [rows]}, or {@code [rows, steps]} where there is a mask; null if all count alike
     */
    public static @Nullable Expr weights(Prediction prediction, @Nullable Expr rows, Scope scope) {
        Expr mask = scope.mask(prediction.values());
        return mask == null ? rows : of(mask.cast(Type.REAL), rows);
    }

    /**
     * Each number, multiplied with its weight. What is masked counts nothing, whatever it is.
     *
     * @param each {@code [rows, …]}
     * @param weights of the first axis or axes of it; null if all count alike
     * @throws IllegalArgumentException if the steps that the mask is about are no axis of it
     */
    public static Expr of(Expr each, @Nullable Expr weights) {
        if (weights == null) {
            return each;
        }
        Expr aligned = aligned(weights, each.shape());
        return weights.shape().rank() == 1 ? each.mul(aligned)
                : where(broadcast(aligned.gt(0), each.shape()), each.mul(aligned), 0);
    }

    /** How many numbers there are, each counted with its weight. */
    public static Expr count(Shape shape, @Nullable Expr weights) {
        return weights == null ? Expressions.count(shape)
                : sum(aligned(weights, shape)).mul((double) shape.sizePerRow() / weights.shape().sizePerRow());
    }

    private static Expr aligned(Expr weights, Shape shape) {
        Shape given = weights.shape();
        int rank = given.rank();
        require(shape.rank() >= rank && (rank == 1 || shape.extent(1) == given.extent(1)),
                "needs an axis of classes or numbers behind the " + given.extent(-1) + " steps, some of which are masked");
        int[] extents = new int[shape.rank()];
        Arrays.setAll(extents, axis -> axis < rank ? given.extent(axis) : 1);
        return reshape(weights, Shape.of(extents));
    }
}
