package org.fascicle.api.optimizer;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.scope.State;
import org.osgi.annotation.versioning.ProviderType;

/** The scope of an update rule. Random draws in it hang on the parameter's path. */
@ProviderType
public interface UpdateScope extends Scope {
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

    /** The learning rate of this parameter in this step, rank 0. */
    Expr learningRate();

    /** The number of updates that were applied before this one, rank 0: 0 in the first step. */
    Expr step();
}
