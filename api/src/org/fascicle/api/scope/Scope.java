package org.fascicle.api.scope;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/**
 * All that a technique can use while its network is traced. A scope belongs to one place in the network (a path
 * such as {@code dense_1}); names given to it are relative to that place. It is valid during the call that it was passed to, on
 * that thread only.
 */
@ProviderType
public interface Scope {
    /** How a tensor starts out; {@code Initializer} is one. */
    @FunctionalInterface
    interface Initial {
        /** The first value, of the given shape, real. */
        Expr initialize(Shape shape, Scope scope);
    }

    /** What a tensor costs; {@code Regularizer} is one. */
    @FunctionalInterface
    interface Penalty {
        /** A real number of rank 0, to be added to the loss. */
        Expr penalty(Expr tensor, Scope scope);
    }

    /** Where a tensor is moved after each update; {@code Constraint} is one. */
    @FunctionalInterface
    interface Projection {
        /** The nearest permitted tensor, of the same shape. */
        Expr project(Expr tensor, Scope scope);
    }

    /** The place in the network, for messages: {@code dense_1/kernel}. */
    String path();

    /**
     * A place within this one, for a technique that this one holds. What is declared and drawn there is its own: with two layers
     * within one, {@code bidirectional_1/forward/kernel} and {@code bidirectional_1/backward/kernel}. Valid as long as this scope; the
     * same name is the same place.
     *
     * @param name unique within this place, no parameter's or state's: a letter or _, then letters, digits, '_', '-' and '.'
     * @throws IllegalArgumentException if it can be no name, or belongs to a tensor
     */
    Scope within(String name);

    /**
     * A place within this one whose parameters several uses share: where a parameter was declared there before, in the same shape, it is
     * given again, and has one gradient of all uses. A state can be set by one use alone; draws are new ones with each use.
     *
     * @param name as {@link #within} takes it
     * @throws IllegalArgumentException if it can be no name, or belongs to a tensor
     */
    Scope shared(String name);

    /**
     * Which steps of a sequence count.
     *
     * @param x what a layer was given, or what a loss or a metric judges
     * @return bool {@code [rows, steps]}, true for a step that counts; null if all count
     */
    @Nullable
    Expr mask(Expr x);

    /**
     * Says which steps of a layer's result count. Where a layer does not, its result has the mask of its input if it has as many axes and
     * steps, and none else. With several inputs, a step counts if it counts in one of them.
     *
     * @param result {@code [rows, steps, …]}
     * @param mask bool {@code [rows, steps]}; null if all steps count, or there are none any more
     * @return {@code result}
     */
    Expr masked(Expr result, @Nullable Expr mask);

    /**
     * Gives a further result of a layer a name, by which other layers read it, and a network gives it out:
     * {@code "inputs": "lstm_1/state_h"}.
     *
     * @param name unique within this place, in Keras's spelling
     * @param value real {@code [rows, …]}
     * @return {@code value}
     */
    Expr output(String name, Expr value);

    /**
     * A trained tensor.
     *
     * @param name unique within this place, in Keras's spelling: {@code kernel}, {@code alpha}
     * @param shape fixed, without the batch's rows
     * @param initial its first value
     */
    default Expr parameter(String name, Shape shape, Initial initial) {
        return parameter(name, shape, initial, null, null);
    }

    /**
     * A trained tensor with a penalty and a constraint.
     *
     * @param name unique within this place
     * @param shape fixed, without the batch's rows
     * @param initial its first value
     * @param penalty what it adds to the loss, or null
     * @param projection what is done to it after each update, or null
     */
    Expr parameter(String name, Shape shape, Initial initial, @Nullable Penalty penalty,
            @Nullable Projection projection);

    /**
     * A tensor that is kept between steps but not trained, such as a moving mean.
     *
     * @param name unique within this place
     * @param shape fixed, without the batch's rows
     * @param initial the value of each of its elements at first
     */
    State state(String name, Shape shape, double initial);

    /**
     * A tensor that is kept between steps but not trained, with first values of its own. Declare it in each mode.
     *
     * @param name unique within this place
     * @param shape fixed, without the batch's rows
     * @param initial its first value
     */
    State state(String name, Shape shape, Initial initial);

    /** Adds a real number of rank 0 to the loss, as an activity penalty does. Without effect outside training. */
    void addToLoss(Expr penalty);

    /**
     * The present value of a number that may be scheduled: a host scalar of rank 0. Outside training, that of the step that
     * training would make next.
     */
    Expr value(Scheduled number);

    /** Whether random techniques draw: in training, and in Monte-Carlo inference. A constant of the trace. */
    boolean stochastic();

    /**
     * Says what an activation has made of sums, for whoever watches the place: {@link org.fascicle.api.watch.WatchedLayer#sums}. Said
     * several times, as in a loop, none is known.
     *
     * @param sums what it took
     * @param result what it gave
     * @return the result
     */
    Expr activated(Expr sums, Expr result);

    /** Whether statistics of the data are taken from the batch and kept: in training, unless frozen. A constant of the trace. */
    boolean updatesStatistics();

    /**
     * Whether this is a step of training, of a frozen place as well: for what changes the data alone, such as augmentation.
     * A constant of the trace.
     */
    boolean training();

    /**
     * The greatest number of rows that a batch has, for a loss or a metric that compares rows with rows. A constant of the trace; what it
     * computes must not depend on it, but on the rows that there are. In an evaluation it is another one than in training.
     *
     * @throws IllegalArgumentException where it is not known, as for layers
     */
    int maxRows();

    /**
     * Numbers uniform in [0, 1), multiples of 2⁻²⁴. Each call is a new draw; the draws of one place do not depend on what other
     * places draw.
     *
     * @param shape may have the batch's rows
     */
    Expr uniform(Shape shape);

    /** Numbers of the standard normal distribution: √2·erfinv(2u + 2⁻²⁴ − 1). */
    Expr normal(Shape shape);

    /** Numbers of the standard normal distribution, cut at two standard deviations by scaling u. */
    Expr truncatedNormal(Shape shape);
}
