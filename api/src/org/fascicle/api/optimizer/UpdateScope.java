package org.fascicle.api.optimizer;

import static org.fascicle.api.expr.Expressions.constant;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.scope.State;
import org.osgi.annotation.versioning.ProviderType;

/** The scope of an update rule. Random draws in it depend on the parameter's path. */
@ProviderType
public interface UpdateScope extends Scope {
    /**
     * A place within this one, for an optimizer that this one holds: its slots lie under the name, the learning rate and the step are
     * these.
     */
    @Override
    UpdateScope within(String name);

    /**
     * The same with a learning rate of its own.
     *
     * @param name unique within this place
     * @param learningRate rank 0
     */
    UpdateScope within(String name, Expr learningRate);

    /**
     * A tensor kept for this parameter, such as a momentum.
     *
     * @param name unique within the optimizer
     * @param shape fixed; usually the parameter's
     * @param initial the value of each of its elements at first
     */
    State slot(String name, Shape shape, double initial);

    /**
     * A number of rank 0 kept once for all parameters. Every parameter's rule may read it and must set it alike or not at all.
     *
     * @param name unique within the optimizer
     * @param initial its value at first
     */
    State globalSlot(String name, double initial);

    /**
     * A moving average kept for this parameter, from 0 on: {@code average + (1 − decay)(latest − average)}.
     *
     * @param name the slot's, unique within the optimizer
     * @param latest the value to be averaged in this step, of a fixed shape
     * @param decay the share of itself that it keeps, rank 0
     * @return the average with this step's value
     */
    default Expr average(String name, Expr latest, Expr decay) {
        State average = slot(name, latest.shape(), 0);
        return average.set(average.value().add(latest.sub(average.value()).mul(constant(1).sub(decay))));
    }

    /**
     * The bias correction of an {@link #average}: 1 − decay^t in update t = 1, 2, … An average starts at 0 and is too small at
     * first. Divided by this, it is bias-corrected.
     *
     * @param decay the average's, rank 0
     */
    default Expr biasCorrection(Expr decay) {
        return constant(1).sub(decay.pow(step().add(1)));
    }

    /** The learning rate of this parameter in this step, rank 0. */
    Expr learningRate();

    /** The number of updates that were applied before this one, rank 0: 0 in the first step. */
    Expr step();
}
