package org.fascicle.core.update;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.graph.Variable;
import org.fascicle.compiler.trace.TracedState;

/** Variables that are written, each with what it becomes; in this order. */
final class Written {
    private final List<Variable> variables = new ArrayList<>();
    private final List<Expr> values = new ArrayList<>();

    /** Adds one. */
    void add(Variable variable, Expr value) {
        variables.add(variable);
        values.add(value);
    }

    /** Adds those of some states that are set, which keep their values where it is not their technique's turn. */
    void add(Collection<TracedState> states, Turns turns) {
        for (TracedState state : states) {
            if (state.next() != null) {
                add(state.variable(), turns.gated(state.next(), state.value()));
            }
        }
    }

    List<Variable> variables() {
        return variables;
    }

    List<Expr> values() {
        return values;
    }
}
