package org.fascicle.api.loss;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.scope.Scope;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ConsumerType;

/** What training minimizes. Implemented by immutable records annotated with {@code @Technique}. */
@ConsumerType
public interface Loss {
    /** What a loss compares predictions with. */
    enum Target {
        /** The class of each row: int32 {@code [rows]}, from 0. */
        LABEL,
        /** Numbers of the prediction's shape: real {@code [rows, …]}. */
        VALUES
    }

    /** What this loss compares predictions with. */
    Target target();

    /** What it can judge; anything, if it does not say. */
    default Domain domain() {
        return Domain.any();
    }

    /**
     * The axis along which it makes one number of several; what is left behind the rows becomes their mean. It matters for the
     * {@code reduction} to a sum, which adds up what is left.
     */
    default int axis() {
        return -1;
    }

    /**
     * Which rows count: the platform takes the mean of the loss over these alone, as Keras does with rows of an ignored class.
     *
     * @param target labels or values, as {@link #target()} says
     * @return bool {@code [rows]}; null, the default, for all
     */
    default @Nullable Expr counted(Expr target) {
        return null;
    }

    /**
     * The loss of each row; the platform takes their mean.
     *
     * @param prediction the network's output
     * @param target labels or values, as {@link #target()} says
     * @param scope its place
     * @return real {@code [rows]}
     * @throws IllegalArgumentException if the shapes do not fit; the message says why
     */
    Expr loss(Prediction prediction, Expr target, Scope scope);
}
