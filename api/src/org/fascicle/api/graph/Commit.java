package org.fascicle.api.graph;

/** A write of a node's value into a variable at the end of a run, simultaneous with all others. Immutable. */
public final class Commit {
    private final Variable variable;
    private final Node value;
    private final boolean guarded;

    Commit(Variable variable, Node value, boolean guarded) {
        this.variable = variable;
        this.value = value;
        this.guarded = guarded;
    }

    /** What is written. */
    public Variable variable() {
        return variable;
    }

    /** The value, of the variable's type and shape. */
    public Node value() {
        return value;
    }

    /** Whether it is left out when the graph's guard is false. */
    public boolean isGuarded() {
        return guarded;
    }

    @Override
    public String toString() {
        return variable.path() + " := %" + value.index() + (guarded ? " (guarded)" : "");
    }
}
