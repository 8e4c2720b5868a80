package org.fascicle.compiler.trace;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Expressions;
import org.fascicle.api.expr.ShapeException;
import org.fascicle.api.graph.Variable;
import org.fascicle.api.scope.State;
import org.jspecify.annotations.Nullable;

/** A state, slot or metric accumulator that a technique declared. */
public final class TracedState implements State {
    private final Trace trace;
    private final Variable variable;
    private final double initial;
    private final boolean shared;
    private final Expr value;
    private @Nullable Expr next;
    private @Nullable Expr first;
    private boolean drawn;

    TracedState(Trace trace, Variable variable, double initial, boolean shared) {
        this.trace = trace;
        this.variable = variable;
        this.initial = initial;
        this.shared = shared;
        this.value = Expressions.variable(variable.path(), variable.type(), variable.shape());
    }

    @Override
    public Expr value() {
        return value;
    }

    @Override
    public Expr set(Expr value) {
        if (next != null && shared) {
            return next;
        }
        if (next != null) {
            throw new IllegalStateException("the state '" + variable.path() + "' is set twice");
        }
        if (value.type() != variable.type()) {
            throw new ShapeException("the state " + variable + " cannot become " + value);
        }
        next = trace.attribute(Expressions.broadcast(value, variable.shape()), variable.path());
        return next;
    }

    /** The variable that the store keeps. */
    public Variable variable() {
        return variable;
    }

    /** The value of each element at first, unless it {@linkplain #isDrawn is drawn}. */
    public double initial() {
        return initial;
    }

    /** Has an initializer; what it gives, if it was asked. */
    void begin(@Nullable Expr values) {
        drawn = true;
        first = values;
    }

    /** Whether an initializer gives it its first values. */
    public boolean isDrawn() {
        return drawn;
    }

    /** The first values that its initializer gives; null if it has none, or was not asked. */
    public @Nullable Expr first() {
        return first;
    }

    /** Whether several rules set it alike. */
    public boolean isShared() {
        return shared;
    }

    /** What it becomes; null if it stays. */
    public @Nullable Expr next() {
        return next;
    }
}
