package org.fascicle.constraint.unitnorm;

import static org.fascicle.api.expr.Expressions.require;
import static org.fascicle.api.expr.Expressions.sqrt;
import static org.fascicle.api.expr.Expressions.sumKeep;

import java.util.List;

import org.fascicle.api.constraint.Constraint;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Technique;

/**
 * Weights along {@code axis}, one or several, are scaled to norm 1. Axis 0 of a kernel {@code [inputs, units]} holds the weights that lead
 * to one unit, the axes 0, 1, 2 of a convolution kernel those of a filter. Salimans and Kingma, 2016, arXiv:1602.07868; Keras's UnitNorm.
 */
@Technique(value = "unit_norm", aliases = "UnitNorm",
        description = "Scales each unit's incoming weights to norm 1, after each step.",
        formula = "w / (1e-7 + norm), norm = sqrt(sum along axis of w^2)",
        source = "Salimans and Kingma, 2016, arXiv:1602.07868; Keras UnitNorm")
public record UnitNorm(@Default("0") List<Integer> axis) implements Constraint {
    /** Keras's, so that weights that are all 0 stay so. */
    private static final double EPSILON = 1e-7;

    public UnitNorm {
        require(!axis.isEmpty(), "axis must name at least one axis");
        axis = List.copyOf(axis);
    }

    @Override
    public Expr project(Expr tensor, Scope scope) {
        return tensor.div(sqrt(sumKeep(tensor.square(), axis.stream().mapToInt(Integer::intValue).toArray())).add(EPSILON));
    }
}
