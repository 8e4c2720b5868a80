package org.fascicle.tck.subject;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.optimizer.Param;

/** A trained tensor as an update rule sees it. */
final class Tensor implements Param {
    private final String path;
    private final Expr value;

    Tensor(String path, Expr value) {
        this.path = path;
        this.value = value;
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public Shape shape() {
        return value.shape();
    }

    @Override
    public Expr value() {
        return value;
    }
}
