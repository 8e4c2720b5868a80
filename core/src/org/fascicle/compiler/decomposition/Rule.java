package org.fascicle.compiler.decomposition;

import java.util.Optional;

import org.fascicle.api.expr.Expr;

/** What one primitive is in terms of others. */
interface Rule {
    /**
     * An expression of the same type, shape and values as this, without its operation at the top; over the same operands, and with no
     * scalar of the host.
     *
     * @param e an expression of the primitive
     * @return empty if this one has none: of its type, or along the rows
     */
    Optional<Expr> apply(Expr e);
}
