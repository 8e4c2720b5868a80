package org.fascicle.core.watch;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.watch.WatchedParameter;

/** A trained parameter of one trace. Lives no longer than that. */
final class TracedParameter implements WatchedParameter {
    private final String path;
    private final Expr value;
    private final Expr gradient;
    private final Expr update;

    TracedParameter(String path, Expr value, Expr gradient, Expr update) {
        this.path = path;
        this.value = value;
        this.gradient = gradient;
        this.update = update;
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public Expr value() {
        return value;
    }

    @Override
    public Expr gradient() {
        return gradient;
    }

    @Override
    public Expr update() {
        return update;
    }
}
