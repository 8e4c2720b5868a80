package org.fascicle.api.metric;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.loss.Domain;
import org.fascicle.api.loss.Prediction;
import org.fascicle.api.scope.Scope;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Measures how good a model is: states that each batch updates, and a result computed from them. Both methods declare the states
 * they use by the same names and shapes through {@link Scope#state}. The platform sets them back before each epoch. Implemented by
 * immutable records annotated with {@code @Technique}.
 */
@ConsumerType
public interface Metric {
    /**
     * Adds one batch: sets each state once, in every case. A state that is not set is refused, and so is one that the result alone
     * reads.
     *
     * @param prediction the network's output
     * @param target int32 {@code [rows]} or real {@code [rows, …]}, as the loss has it
     * @param scope its place
     */
    void update(Prediction prediction, Expr target, Scope scope);

    /**
     * The same for rows that have weights, where a model file lists the metric among its {@code weighted_metrics}. A metric overrides
     * this method if rows can count for more or less than one.
     *
     * @param weights real {@code [rows]}, each at least 0
     * @throws IllegalArgumentException if the metric takes no weights
     */
    default void update(Prediction prediction, Expr target, Expr weights, Scope scope) {
        throw new IllegalArgumentException("takes no weights of rows: list it among the \"metrics\"");
    }

    /**
     * What it can judge; anything, if it does not say. Where it asks for probabilities and the loss takes logits, it gets the sigmoid
     * or softmax of the output.
     */
    default Domain domain() {
        return Domain.any();
    }

    /**
     * The metric's value, computed from the states: a real number of rank 0. A metric overrides this method or
     * {@link #result(Shape, Scope)}.
     */
    default Expr result(Scope scope) {
        throw new UnsupportedOperationException(getClass().getName() + " says nothing of its result");
    }

    /**
     * The metric's value, or several, computed from the states. The platform calls this method. A metric overrides it if its states
     * depend on the number of outputs, or if it has several numbers.
     *
     * @param prediction the shape of the network's output, {@code [rows, …]}
     * @return real, without the batch's rows. Of rank 0, each epoch reports it. Of a higher rank, such as a number for each class or
     *     a matrix, evaluations alone report it, as a table
     */
    default Expr result(Shape prediction, Scope scope) {
        return result(scope);
    }

    /**
     * Whether more is better, or less. Early stopping and schedules that watch the metric use it; with {@link Direction#NONE}
     * a model file has to say it there.
     */
    default Direction direction() {
        return Direction.NONE;
    }
}
