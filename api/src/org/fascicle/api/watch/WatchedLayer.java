package org.fascicle.api.watch;

import org.fascicle.api.expr.Expr;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/** A layer in one step of training, as a {@link Watch} sees it. Used while the watch is asked, by one thread. */
@ProviderType
public interface WatchedLayer {
    /** Its name: {@code dense_1}. */
    String name();

    /** What it gives: real, {@code [rows, …]}. */
    Expr output();

    /**
     * What its activation takes: {@code [rows, …]}, of the shape of the output; null for a layer that has no activation, or has it within
     * a loop. Layers say it by {@link org.fascicle.api.layer.Layer#activated} or {@link org.fascicle.api.scope.Scope#activated}.
     */
    @Nullable
    Expr sums();

    /**
     * The derivative of each number of the output by the sum that it comes from, of the output's shape; null where there are no sums, or
     * where a number of the output comes from several sums, as in a softmax.
     */
    @Nullable
    Expr slope();

    /**
     * The gradient of the loss by the sums, or by the output where there are no sums: of the output's shape. The loss is the mean over
     * the batch's rows, penalties included.
     */
    Expr gradient();
}
