package org.fascicle.compiler.pass;

import org.fascicle.api.graph.Node;

/** A value to be copied when all kernels have run. Immutable. */
public final class Copy {
    private final Node value;
    private final Placement from;
    private final Placement to;
    private final boolean guarded;

    Copy(Node value, Placement from, Placement to, boolean guarded) {
        this.value = value;
        this.from = from;
        this.to = to;
        this.guarded = guarded;
    }

    /** What is copied; for a constant or a scalar, that is all there is. */
    public Node value() {
        return value;
    }

    /** Where it lies. */
    public Placement from() {
        return from;
    }

    /** Where it goes. */
    public Placement to() {
        return to;
    }

    /** Whether it is left out when the guard is false. */
    public boolean isGuarded() {
        return guarded;
    }

    @Override
    public String toString() {
        return from + " -> " + to + (guarded ? " (guarded)" : "");
    }
}
