package org.fascicle.core.training;

import static org.fascicle.api.expr.Expressions.constant;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.optimizer.Param;

/**
 * A parameter whose weights decay by themselves, apart from the gradient: the optimizer starts from (1 − rate · decay)
 * w. For steps that hang on the gradient alone that is w − rate · decay · w − step. Loshchilov and Hutter, 2017,
 * arXiv:1711.05101.
 */
final class DecayedParam implements Param {
    private final Param parameter;
    private final Expr value;

    /**
     * A decayed parameter.
     *
     * @param rate the learning rate, rank 0
     * @param decay rank 0
     */
    DecayedParam(Param parameter, Expr rate, Expr decay) {
        this.parameter = parameter;
        this.value = parameter.value().mul(constant(1).sub(rate.mul(decay)));
    }

    @Override
    public String path() {
        return parameter.path();
    }

    @Override
    public Shape shape() {
        return parameter.shape();
    }

    @Override
    public Expr value() {
        return value;
    }
}
