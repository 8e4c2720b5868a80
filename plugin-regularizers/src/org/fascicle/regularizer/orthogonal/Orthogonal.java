package org.fascicle.regularizer.orthogonal;

import static org.fascicle.api.expr.Expressions.abs;
import static org.fascicle.api.expr.Expressions.constant;
import static org.fascicle.api.expr.Expressions.iota;
import static org.fascicle.api.expr.Expressions.matmul;
import static org.fascicle.api.expr.Expressions.minimum;
import static org.fascicle.api.expr.Expressions.require;
import static org.fascicle.api.expr.Expressions.sqrt;
import static org.fascicle.api.expr.Expressions.sum;
import static org.fascicle.api.expr.Expressions.sumKeep;
import static org.fascicle.api.expr.Expressions.where;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.regularizer.Regularizer;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Technique;

/**
 * Orthogonality penalty: {@code factor} times the mean absolute cosine between any two rows of a matrix, or columns. Rows
 * of {@code [inputs, units]} belong to inputs, columns to units. Brock et al., 2016, arXiv:1609.07093; as Keras's
 * OrthogonalRegularizer.
 */
@Technique(value = "orthogonal", aliases = {"OrthogonalRegularizer", "orthogonal_regularizer"},
        description = "Penalty on the cosines between the rows, or columns, of a matrix.",
        formula = "factor mean over pairs i < j of |cos(w_i, w_j)|, rows or columns w_i",
        source = "Brock, Lim, Ritchie and Weston, 2016, arXiv:1609.07093; Keras OrthogonalRegularizer")
public record Orthogonal(
        @Default("0.01") @Range("[0,inf)") double factor,
        @Default("rows") Mode mode) implements Regularizer {

    /** Keras's: a shorter vector counts for less than its direction. */
    private static final double LEAST_NORM = 1e-7;

    /** What shall be orthogonal. */
    public enum Mode { ROWS, COLUMNS }

    @Override
    public Expr penalty(Expr tensor, Scope scope) {
        require(tensor.shape().rank() == 2, "orthogonal penalizes matrices, not " + tensor.shape());
        boolean rows = mode == Mode.ROWS;
        int size = tensor.shape().extent(rows ? 0 : 1);
        if (size < 2) {
            return constant(0);
        }
        Expr norm = sqrt(sumKeep(tensor.square(), rows ? 1 : 0));
        Expr unit = tensor.mul(minimum(constant(1).div(norm), 1 / LEAST_NORM));
        Expr cosines = matmul(unit, unit, !rows, rows);
        Expr same = iota(cosines.shape(), 0).eq(iota(cosines.shape(), 1));
        return sum(where(same, 0, abs(cosines))).mul(factor / (size * (size - 1.0)));
    }
}
