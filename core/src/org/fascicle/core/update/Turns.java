package org.fascicle.core.update;

import static org.fascicle.api.expr.Expressions.scalar;
import static org.fascicle.api.expr.Expressions.where;

import org.fascicle.api.expr.Expr;
import org.fascicle.compiler.trace.UpdateTraceScope;

/**
 * When a technique or the optimizer takes its turn: in each step, or in the last of so many. The host computes both the number
 * of turns so far and whether a step is one. Immutable.
 */
public final class Turns {
    /** Each step is a turn. */
    static final Turns EACH_STEP = new Turns(1);

    private static final String COUNT = UpdateTraceScope.STEP + "/";
    private static final String IS_TURN = "updates/";

    private final int steps;

    private Turns(int steps) {
        this.steps = steps;
    }

    /**
     * The turns of what takes one in the last of so many of these.
     *
     * @throws IllegalArgumentException if that are less than one, or more than a training can have
     */
    Turns every(int turns) {
        if (turns < 1 || (long) turns * steps > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("updates once in " + turns + (steps == 1 ? "" : " times " + steps)
                    + " steps, where 1 to " + Integer.MAX_VALUE + " were expected");
        }
        return turns == 1 ? this : new Turns(turns * steps);
    }

    /** Whether not each step is a turn. */
    boolean areRare() {
        return steps > 1;
    }

    /** The number of turns before this step, rank 0. */
    Expr count() {
        return scalar(steps == 1 ? UpdateTraceScope.STEP : COUNT + steps);
    }

    /** Whether this step is a turn; bool, rank 0. */
    Expr isTurn() {
        return scalar(IS_TURN + steps).gt(0);
    }

    /** A value that counts in turns only. */
    Expr gated(Expr next, Expr before) {
        return areRare() ? where(isTurn(), next, before) : next;
    }

    /** Whether a host scalar says something of turns. */
    public static boolean concerns(String scalar) {
        return scalar.equals(UpdateTraceScope.STEP) || scalar.startsWith(COUNT) || scalar.startsWith(IS_TURN);
    }

    /**
     * The value of a host scalar that says something of turns.
     *
     * @param step the number of steps before this one
     * @param from the step from which turns are counted
     */
    public static double value(String scalar, long step, long from) {
        int slash = scalar.indexOf('/');
        int steps = slash < 0 ? 1 : Integer.parseInt(scalar, slash + 1, scalar.length(), 10);
        return scalar.startsWith(IS_TURN) ? (step + 1) % steps == 0 ? 1 : 0 : step / steps - from / steps;
    }
}
