package org.fascicle.compiler.trace;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.graph.Variable;
import org.fascicle.api.optimizer.Param;
import org.fascicle.api.scope.Scope;
import org.jspecify.annotations.Nullable;

/** A parameter that a technique declared. Lives no longer than its trace. */
public final class Parameter implements Param {
    private final Variable variable;
    private final Expr value;
    private final boolean trainable;
    private final @Nullable Expr initial;
    private final Scope.@Nullable Projection projection;
    private final Scope scope;

    Parameter(Variable variable, Expr value, boolean trainable, @Nullable Expr initial,
            Scope.@Nullable Projection projection, Scope scope) {
        this.variable = variable;
        this.value = value;
        this.trainable = trainable;
        this.initial = initial;
        this.projection = projection;
        this.scope = scope;
    }

    @Override
    public String path() {
        return variable.path();
    }

    @Override
    public Shape shape() {
        return variable.shape();
    }

    @Override
    public Expr value() {
        return value;
    }

    /** The variable that the store keeps. */
    public Variable variable() {
        return variable;
    }

    /** Whether training changes it. */
    public boolean isTrainable() {
        return trainable;
    }

    /** Its first value; null if the trace was not for initialization. */
    public @Nullable Expr initial() {
        return initial;
    }

    /** Whether a constraint follows each update. */
    public boolean isConstrained() {
        return projection != null;
    }

    /** The value that the constraint makes of an updated one. */
    public Expr constrain(Expr updated) {
        return projection == null ? updated : projection.project(updated, scope);
    }
}
