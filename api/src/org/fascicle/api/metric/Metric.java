package org.fascicle.api.metric;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.loss.Prediction;
import org.fascicle.api.scope.Scope;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A figure that is reported per epoch: states that each batch updates, and a result computed from them. Both methods declare the
 * states they use by the same names and shapes through {@link Scope#state}; the platform sets them back before each epoch.
 * Implemented by immutable records annotated with {@code @Technique}.
 */
@ConsumerType
public interface Metric {
    /**
     * Takes one batch in: sets each state once.
     *
     * @param prediction the network's output
     * @param target int32 {@code [rows]} or real {@code [rows, …]}, as the loss has it
     * @param scope its place
     */
    void update(Prediction prediction, Expr target, Scope scope);

    /** The figure, from the states as they stand: a real number of rank 0. */
    Expr result(Scope scope);
}
