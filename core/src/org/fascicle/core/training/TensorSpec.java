package org.fascicle.core.training;

import org.fascicle.api.graph.Variable;

/** A tensor that a network keeps. Immutable. */
public final class TensorSpec {
    private final Variable variable;
    private final double initial;
    private final boolean trained;

    TensorSpec(Variable variable, double initial, boolean trained) {
        this.variable = variable;
        this.initial = initial;
        this.trained = trained;
    }

    /** Path, type and shape. */
    public Variable variable() {
        return variable;
    }

    /** The value of each element at first; parameters get theirs from the initialization graph. */
    public double initial() {
        return initial;
    }

    /** Whether training changes it through its gradient. */
    public boolean isTrained() {
        return trained;
    }
}
