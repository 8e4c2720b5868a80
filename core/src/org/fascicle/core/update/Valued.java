package org.fascicle.core.update;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.optimizer.Param;

/** A parameter with another value than the one that the store keeps. */
final class Valued implements Param {
    private final Param parameter;
    private final Expr value;

    private Valued(Param parameter, Expr value) {
        this.parameter = parameter;
        this.value = value;
    }

    /** A parameter with a value; itself where that is its own. */
    static Param of(Param parameter, Expr value) {
        return value == parameter.value() ? parameter : new Valued(parameter, value);
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
