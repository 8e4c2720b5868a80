package org.fascicle.core.update;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.graph.Variable;

/** A variable and what it becomes. Immutable. */
public final class Assignment {
    private final Variable variable;
    private final Expr value;

    Assignment(Variable variable, Expr value) {
        this.variable = variable;
        this.value = value;
    }

    /** What is written. */
    public Variable variable() {
        return variable;
    }

    /** Its value after the step. */
    public Expr value() {
        return value;
    }
}
