package org.fascicle.api.loss;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.scope.Scope;
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
