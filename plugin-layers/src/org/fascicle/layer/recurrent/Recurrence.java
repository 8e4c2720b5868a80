package org.fascicle.layer.recurrent;

import static org.fascicle.api.expr.Expressions.constant;
import static org.fascicle.api.expr.Expressions.conv2d;
import static org.fascicle.api.expr.Expressions.full;
import static org.fascicle.api.expr.Expressions.require;
import static org.fascicle.api.expr.Expressions.reshape;
import static org.fascicle.api.expr.Expressions.reverse;
import static org.fascicle.api.expr.Expressions.where;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Scan;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Window;
import org.fascicle.api.scope.Scheduled;
import org.fascicle.api.scope.Scope;
import org.jspecify.annotations.Nullable;

/** The parts of recurrent layers that lie around their loop over sequences {@code [rows, steps, features]}. */
public final class Recurrence {
    private Recurrence() {}

    /**
     * The number of features.
     *
     * @throws IllegalArgumentException if x is no sequence; the message names the layer
     */
    public static int features(String layer, Expr x) {
        Shape shape = x.shape();
        require(shape.rank() == 3, layer + " takes sequences [rows, steps, features], not " + shape);
        return shape.extent(2);
    }

    /**
     * The products of all steps with a kernel, at once.
     *
     * @param x {@code [rows, steps, features]}
     * @param kernel {@code [features, n]}
     * @return {@code [rows, steps, n]}
     */
    public static Expr projected(Expr x, Expr kernel) {
        Expr image = reshape(x, x.shape().insert(1, 1));
        Expr product = conv2d(image, reshape(kernel, kernel.shape().prepend(1).prepend(1)), Window.of(1, 1));
        return reshape(product, product.shape().drop(1));
    }

    /** What the carries are before the first step: zeros {@code [rows, units]}. */
    public static Expr zeros(Expr x, int units) {
        return full(Shape.of(x.shape().extent(0), units), 0);
    }

    /** The sequence with some of its features set to 0 in training, the same ones in all steps. */
    public static Expr dropped(Expr x, Scheduled rate, Scope scope) {
        return masked(x, mask(Shape.of(x.shape().extent(0), 1, x.shape().extent(2)), rate, scope));
    }

    /**
     * What a carry is multiplied by in training: 0 with a probability, else what keeps the mean; the same in all steps.
     *
     * @return null where nothing is dropped
     */
    public static @Nullable Expr mask(Shape shape, Scheduled rate, Scope scope) {
        boolean drops = rate.isScheduled() || rate.number() > 0;
        if (!drops || !scope.stochastic()) {
            return null;
        }
        Expr dropped = scope.value(rate);
        return where(scope.uniform(shape).ge(dropped), constant(1).div(constant(1).sub(dropped)), 0);
    }

    /** A tensor times a mask, if there is one. */
    public static Expr masked(Expr x, @Nullable Expr mask) {
        return mask == null ? x : x.mul(mask);
    }

    /**
     * What a layer gives of its loop.
     *
     * @param loop carry and output 0 are the layer's output in each step
     * @return {@code [rows, units]} behind the last step; or {@code [rows, steps, units]} in the order of processing
     */
    public static Expr outcome(Scan loop, boolean returnSequences) {
        if (!returnSequences) {
            return loop.carry(0);
        }
        return loop.isBackwards() ? reverse(loop.output(0), 1) : loop.output(0);
    }
}
