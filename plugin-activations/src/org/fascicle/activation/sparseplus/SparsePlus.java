package org.fascicle.activation.sparseplus;

import static org.fascicle.api.expr.Expressions.where;

import org.fascicle.api.activation.Activation;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Technique;

/** Softplus that is exactly 0 on the left: 0 up to −1, (z + 1)² / 4 up to 1, then z. Customary; Keras's sparse_plus. */
@Technique(value = "sparse_plus",
        description = "Softplus that is exactly 0 on the left: a parabola between two straight lines.",
        formula = "0 where z <= -1, z where z >= 1, else (z + 1)^2 / 4",
        source = "Customary; Keras sparse_plus")
public record SparsePlus() implements Activation {
    @Override
    public Expr apply(Expr z, Scope scope) {
        return where(z.le(-1), 0, where(z.ge(1), z, z.add(1).square().mul(0.25)));
    }
}
