package org.fascicle.constraint.unitnorm;

import static org.fascicle.api.expr.Expressions.sqrt;
import static org.fascicle.api.expr.Expressions.sumKeep;

import org.fascicle.api.constraint.Constraint;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Technique;

/**
 * Weights along {@code axis} are scaled to norm 1. Axis 0 of a kernel {@code [inputs, units]} holds the weights that lead
 * to one unit. Salimans and Kingma, 2016, arXiv:1602.07868; Keras's UnitNorm.
 */
@Technique(value = "unit_norm", aliases = "UnitNorm",
        description = "Scales each unit's incoming weights to norm 1, after each step.",
        formula = "w / (1e-7 + norm), norm = sqrt(sum along axis of w^2)",
        source = "Salimans and Kingma, 2016, arXiv:1602.07868; Keras UnitNorm")
public record UnitNorm(@Default("0") int axis) implements Constraint {
    /** Keras's, so that weights that are all 0 stay so. */
    private static final double EPSILON = 1e-7;

    @Override
    public Expr project(Expr tensor, Scope scope) {
        return tensor.div(sqrt(sumKeep(tensor.square(), axis)).add(EPSILON));
    }
}
