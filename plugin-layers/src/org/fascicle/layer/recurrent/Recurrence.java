package org.fascicle.layer.recurrent;

import static org.fascicle.api.expr.Expressions.broadcast;
import static org.fascicle.api.expr.Expressions.constant;
import static org.fascicle.api.expr.Expressions.conv2d;
import static org.fascicle.api.expr.Expressions.full;
import static org.fascicle.api.expr.Expressions.require;
import static org.fascicle.api.expr.Expressions.reshape;
import static org.fascicle.api.expr.Expressions.reverse;
import static org.fascicle.api.expr.Expressions.slice;
import static org.fascicle.api.expr.Expressions.where;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

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

    /**
     * The part of a tensor's last axis that belongs to one gate. Slices of parameters are made once, before the loop: a step then has a
     * product for each gate, and none of what it computes has to be taken apart.
     */
    public static Expr gate(Expr parameter, int number, int units) {
        return slice(parameter, -1, number * units, (number + 1) * units);
    }

    /** The products of all steps with the part of a kernel that belongs to one gate, and its bias if there is one. */
    public static Expr projected(Expr x, Expr kernel, @Nullable Expr bias, int number, int units) {
        Expr product = projected(x, gate(kernel, number, units));
        return bias == null ? product : product.add(gate(bias, number, units));
    }

    /**
     * What the carries are before the first step: inputs behind the sequence, or zeros {@code [rows, units]}.
     *
     * @param inputs the sequence, and as many more as there are carries, or none
     * @throws IllegalArgumentException if they do not fit; the message names the layer
     */
    public static Expr[] initial(String layer, List<Expr> inputs, int units, int carries) {
        Expr[] initial = new Expr[carries];
        Arrays.fill(initial, full(Shape.of(inputs.get(0).shape().extent(0), units), 0));
        require(inputs.size() == 1 || inputs.size() == 1 + carries,
                layer + " takes a sequence, and first values of its " + carries
                        + " states or none, not " + inputs.size() + " inputs");
        for (int i = 1; i < inputs.size(); i++) {
            require(inputs.get(i).shape().equals(initial[i - 1].shape()), "a state of " + layer + " is " + initial[i - 1].shape()
                    + ", not " + inputs.get(i).shape());
            initial[i - 1] = inputs.get(i);
        }
        return initial;
    }

    /**
     * A loop over sequences. Where a step does not count, all carries stay what they are, and the output is that of the step before.
     *
     * @param sequences what each step reads
     * @param mask bool {@code [rows, steps]}; null if all steps count
     * @param cell makes the next carries, the first of which is the output
     */
    public static Scan loop(Expr[] sequences, @Nullable Expr mask, Expr[] initial, boolean backwards,
            Function<Scan.Step, Expr[]> cell) {
        List<Expr> read = new ArrayList<>(List.of(sequences));
        if (mask != null) {
            read.add(reshape(mask, mask.shape().insert(2, 1)));
        }
        return Scan.over(read.toArray(new Expr[0])).backwards(backwards).from(initial).run(step -> {
            Expr[] next = cell.apply(step);
            for (int i = 0; mask != null && i < next.length; i++) {
                next[i] = where(broadcast(step.slice(sequences.length), next[i].shape()), next[i], step.carry(i));
            }
            return step.next(next).giving(next[0]);
        });
    }

    /**
     * What each gate reads of a sequence: in training with some of its features set to 0, the same ones in all steps.
     *
     * @param apart whether each gate draws for itself, as in Keras where units of a carry are dropped as well; else all read the same
     */
    public static Expr[] dropped(Expr x, Scheduled rate, int gates, boolean apart, Scope scope) {
        List<Expr> masks = masks(Shape.of(x.shape().extent(0), 1, x.shape().extent(2)), rate, apart ? gates : 1, scope);
        Expr[] dropped = new Expr[gates];
        for (int gate = 0; gate < gates; gate++) {
            dropped[gate] = gate > 0 && !apart ? dropped[0] : masked(x, masks, gate);
        }
        return dropped;
    }

    /** Whether anything is dropped in training. */
    public static boolean drops(Scheduled rate) {
        return rate.isScheduled() || rate.number() > 0;
    }

    /**
     * What each gate multiplies a carry by in training: 0 with a probability, else what keeps the mean; the same in all steps.
     *
     * @return empty where nothing is dropped
     */
    public static List<Expr> masks(Shape shape, Scheduled rate, int gates, Scope scope) {
        List<Expr> masks = new ArrayList<>();
        if (drops(rate) && scope.stochastic()) {
            Expr dropped = scope.value(rate);
            Expr kept = constant(1).div(constant(1).sub(dropped));
            for (int gate = 0; gate < gates; gate++) {
                masks.add(where(scope.uniform(shape).ge(dropped), kept, 0));
            }
        }
        return masks;
    }

    /** What a gate sees of a tensor: times its mask, if there are any. */
    public static Expr masked(Expr x, List<Expr> masks, int gate) {
        return masks.isEmpty() ? x : x.mul(masks.get(gate));
    }

    /**
     * What a layer gives of its loop, whose first carry is its output.
     *
     * @param mask of the sequence, or null
     * @param states names of the carries, as further results; none if they are not asked for
     * @return {@code [rows, units]} behind the last step; or {@code [rows, steps, units]} in the order of processing, and with the mask as
     *         it is, also backwards: so Keras has it
     */
    public static Expr outcome(Scan loop, boolean returnSequences, @Nullable Expr mask, Scope scope, String... states) {
        for (int i = 0; i < states.length; i++) {
            scope.output(states[i], loop.carry(i));
        }
        if (!returnSequences) {
            return loop.carry(0);
        }
        return scope.masked(loop.isBackwards() ? reverse(loop.output(0), 1) : loop.output(0), mask);
    }
}
