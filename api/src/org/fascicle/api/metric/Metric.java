package org.fascicle.api.metric;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.loss.Prediction;
import org.fascicle.api.scope.Scope;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * What tells how good a network is: states that each batch updates, and a result computed from them. Both methods declare the
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

    /**
     * The figure, from the states as they stand: a real number of rank 0. A metric overrides this method or {@link
     * #result(Shape, Scope)}.
     */
    default Expr result(Scope scope) {
        throw new UnsupportedOperationException(getClass().getName() + " says nothing of its result");
    }

    /**
     * The figure, or several, from the states as they stand; what the platform asks for. A metric whose states hang on the number
     * of outputs, or that gives several numbers, overrides it.
     *
     * @param prediction the shape of the network's output, {@code [rows, …]}
     * @return real, without the batch's rows. Of rank 0 it is a figure of each epoch; of a higher rank, such as a number for each
     *     class or a matrix, it is what an evaluation tells beside its figures
     */
    default Expr result(Shape prediction, Scope scope) {
        return result(scope);
    }

    /**
     * Whether more is better, or less. Early stopping and schedules that watch the metric ask for it; with {@link Direction#NONE}
     * a model file has to say it there.
     */
    default Direction direction() {
        return Direction.NONE;
    }
}
