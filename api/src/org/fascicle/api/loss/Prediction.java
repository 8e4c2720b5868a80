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
     * least 1e-7 and at most 1 − 1e-7.
     */
    Expr logProbabilities();

    /**
     * The logarithm of the values as probabilities of classes: divided by their sum along an axis, as Keras does with outputs that do
     * not sum to 1. Computed from the logits where the output is a softmax (along the last axis) or sigmoid; else of shares taken as at
     * least 1e-7 and at most 1 − 1e-7.
     *
     * @param axis of the classes
     */
    Expr logDistribution(int axis);

    /**
     * The logarithm of 1 − the values: computed from the logits where the output is a sigmoid; else of 1 − values taken as at
     * least 1e-7 and at most 1 − 1e-7.
     */
    Expr logComplements();
}
