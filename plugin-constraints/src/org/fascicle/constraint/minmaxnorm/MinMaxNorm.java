package org.fascicle.constraint.minmaxnorm;

import static org.fascicle.api.expr.Expressions.maximum;
import static org.fascicle.api.expr.Expressions.minimum;
import static org.fascicle.api.expr.Expressions.require;
import static org.fascicle.api.expr.Expressions.sqrt;
import static org.fascicle.api.expr.Expressions.sumKeep;

import java.util.List;

import org.fascicle.api.constraint.Constraint;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Technique;

/**
 * Weights along {@code axis}, one or several, are scaled so that their norm lies between two bounds, at once or, with a {@code rate} below
 * 1, by that share of the way after each step. Axis 0 of a kernel {@code [inputs, units]} holds the weights that lead to
 * one unit, the axes 0, 1, 2 of a convolution kernel those of a filter. Customary; Keras's MinMaxNorm.
 */
@Technique(value = "min_max_norm", aliases = "MinMaxNorm",
        description = "Scales each unit's incoming weights to a norm between two bounds, after each step.",
        formula = "w (rate clip(norm, min_value, max_value) + (1 - rate) norm) / (1e-7 + norm), norm = sqrt(sum along "
                + "axis of w^2)",
        source = "Customary; Keras MinMaxNorm")
public record MinMaxNorm(
        @Default("0.0") @Range("[0,inf)") double minValue,
        @Default("1.0") @Range("[0,inf)") double maxValue,
        @Default("1.0") @Range("[0,1]") double rate,
        @Default("0") List<Integer> axis) implements Constraint {

    /** Keras's, so that weights that are all 0 stay so. */
    private static final double EPSILON = 1e-7;

    public MinMaxNorm {
        require(minValue <= maxValue, "min_value must not be above max_value");
        require(!axis.isEmpty(), "axis must name at least one axis");
        axis = List.copyOf(axis);
    }

    @Override
    public Expr project(Expr tensor, Scope scope) {
        Expr norm = sqrt(sumKeep(tensor.square(), axis.stream().mapToInt(Integer::intValue).toArray()));
        Expr wanted = minimum(maximum(norm, minValue), maxValue).mul(rate).add(norm.mul(1 - rate));
        return tensor.mul(wanted.div(norm.add(EPSILON)));
    }
}
