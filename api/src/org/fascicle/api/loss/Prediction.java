package org.fascicle.api.loss;

import org.fascicle.api.expr.Expr;
import org.osgi.annotation.versioning.ProviderType;

/** A network's output, in the form that a loss or a metric needs. All are real {@code [rows, …]}. */
@ProviderType
public interface Prediction {
    /** The output as it is: the last activation's values. */
    Expr values();

    /**
     * What the last softmax or sigmoid was applied to; without one, the logarithm of the values (a softmax restores them), which
     * are taken as at least 1e-7.
     */
    Expr logits();

    /**
     * The logarithm of the values: computed from the logits where the output is a softmax or sigmoid; else of values taken as at
     * least 1e-7.
     */
    Expr logProbabilities();

    /**
     * The logarithm of 1 − the values: computed from the logits where the output is a sigmoid; else of 1 − values taken as at
     * least 1e-7.
     */
    Expr logComplements();
}
