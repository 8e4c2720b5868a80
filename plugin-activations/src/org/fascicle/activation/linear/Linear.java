package org.fascicle.activation.linear;

import org.fascicle.api.activation.Activation;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Technique;

/** No activation: z itself, for outputs that are any number. */
@Technique(value = "linear",
        description = "No activation, for outputs that are any number.",
        formula = "z",
        source = "Customary; Keras linear")
public record Linear() implements Activation {
    @Override
    public Expr apply(Expr z, Scope scope) {
        return z;
    }
}
