package org.fascicle.core.watch;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.watch.WatchedLayer;
import org.jspecify.annotations.Nullable;

/** A layer of one trace. Lives no longer than that. */
final class TracedLayer implements WatchedLayer {
    private final String name;
    private final Expr output;
    private final @Nullable Expr sums;
    private final @Nullable Expr slope;
    private final Expr gradient;

    TracedLayer(String name, Expr output, @Nullable Expr sums, @Nullable Expr slope, Expr gradient) {
        this.name = name;
        this.output = output;
        this.sums = sums;
        this.slope = slope;
        this.gradient = gradient;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Expr output() {
        return output;
    }

    @Override
    public @Nullable Expr sums() {
        return sums;
    }

    @Override
    public @Nullable Expr slope() {
        return slope;
    }

    @Override
    public Expr gradient() {
        return gradient;
    }
}
