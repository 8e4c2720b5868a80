package org.fascicle.constraint.nonneg;

import static org.fascicle.api.expr.Expressions.maximum;

import org.fascicle.api.constraint.Constraint;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Technique;

/** Weights that are negative become 0. Lawson and Hanson, 1974; Keras's NonNeg. */
@Technique(value = "non_neg", aliases = "NonNeg",
        description = "Sets negative weights to 0, after each step.",
        formula = "max(w, 0)",
        source = "Lawson and Hanson, 1974, Solving least squares problems; Keras NonNeg")
public record NonNeg() implements Constraint {
    @Override
    public Expr project(Expr tensor, Scope scope) {
        return maximum(tensor, 0);
    }
}
