package org.fascicle.constraint.maxnorm;

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
 * Max-norm: weights along {@code axis}, one or several, whose norm exceeds {@code maxValue} are scaled back to it. Axis 0 of a kernel
 * {@code [inputs, units]} holds the weights that lead to one unit, the axes 0, 1, 2 of a convolution kernel those of a filter. Srivastava et al., 2014, JMLR 15.
 */
@Technique(value = "max_norm", aliases = "MaxNorm",
        description = "Scales each unit's incoming weights back to a greatest norm, after each step.",
        formula = "w min(norm, max_value) / (1e-7 + norm), norm = sqrt(sum along axis of w^2)",
        source = "Srivastava, Hinton, Krizhevsky, Sutskever and Salakhutdinov, 2014, JMLR 15:1929-1958")
public record MaxNorm(
        @Default("2.0") @Range("(0,inf)") double maxValue,
        @Default("0") List<Integer> axis) implements Constraint {

    /** Keras's, so that weights that are all 0 stay so. */
    private static final double EPSILON = 1e-7;

    public MaxNorm {
        require(!axis.isEmpty(), "axis must name at least one axis");
        axis = List.copyOf(axis);
    }

    @Override
    public Expr project(Expr tensor, Scope scope) {
        Expr norm = sqrt(sumKeep(tensor.square(), axis.stream().mapToInt(Integer::intValue).toArray()));
        return tensor.mul(minimum(norm, maxValue).div(norm.add(EPSILON)));
    }
}
