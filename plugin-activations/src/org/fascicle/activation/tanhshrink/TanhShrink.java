package org.fascicle.activation.tanhshrink;

import static org.fascicle.api.expr.Expressions.tanh;

import org.fascicle.api.activation.Activation;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Technique;

/** Tanh shrinkage: z − tanh(z), flat near 0. Customary. */
@Technique(value = "tanh_shrink",
        description = "What the hyperbolic tangent leaves of z: flat near 0.",
        formula = "z - tanh(z)",
        source = "Customary; Keras tanh_shrink, PyTorch Tanhshrink")
public record TanhShrink() implements Activation {
    @Override
    public Expr apply(Expr z, Scope scope) {
        return z.sub(tanh(z));
    }
}
