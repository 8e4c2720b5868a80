package org.fascicle.core.training;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.graph.Variable;

/** A variable and what it becomes. Immutable. */
final class Assignment {
    private final Variable variable;
    private final Expr value;

    Assignment(Variable variable, Expr value) {
        this.variable = variable;
        this.value = value;
    }

    Variable variable() {
        return variable;
    }

    Expr value() {
        return value;
    }
}
