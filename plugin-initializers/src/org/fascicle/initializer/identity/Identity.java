package org.fascicle.initializer.identity;

import static org.fascicle.api.expr.Expressions.full;
import static org.fascicle.api.expr.Expressions.iota;
import static org.fascicle.api.expr.Expressions.require;
import static org.fascicle.api.expr.Expressions.where;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.initializer.Initializer;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Technique;

/**
 * The identity matrix times {@code gain}: 1 on the diagonal of a matrix {@code [inputs, units]}, which need not be
 * square, 0 elsewhere. Le et al., 2015, arXiv:1504.00941.
 */
@Technique(value = "identity", aliases = {"Identity", "IdentityInitializer"},
        description = "The identity matrix, for layers that shall begin by passing on what they get.",
        formula = "w_ij = gain where i = j, else 0",
        source = "Le, Jaitly and Hinton, 2015, arXiv:1504.00941; Keras Identity")
public record Identity(@Default("1.0") @Range("(-inf,inf)") double gain) implements Initializer {
    @Override
    public Expr initialize(Shape shape, Scope scope) {
        require(shape.rank() == 2, "identity initializes matrices, not " + shape);
        return where(iota(shape, 0).eq(iota(shape, 1)), full(shape, gain), 0);
    }
}
