package com.example.constraint.box;

import static org.fascicle.api.expr.Expressions.maximum;
import static org.fascicle.api.expr.Expressions.minimum;

import org.fascicle.api.constraint.Constraint;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Technique;

/** Keeps every weight between −limit and limit. */
@Technique(value = "com.example:box", description = "Keeps every weight between -limit and limit.",
        formula = "min(max(w, -limit), limit)")
public record Box(@Default("0.1") @Range("(0,inf)") double limit) implements Constraint {
    @Override
    public Expr project(Expr tensor, Scope scope) {
        return minimum(maximum(tensor, -limit), limit);
    }
}
