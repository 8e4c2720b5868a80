package org.fascicle.layer.activation;

import org.fascicle.api.activation.Activation;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.layer.Layer;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Technique;

/** An activation as a layer of its own, for instance behind a normalization. The shape is usually kept. */
@Technique(value = "activation", aliases = "Activation", kind = "layer",
        description = "An activation as a layer of its own, for instance behind a normalization.",
        formula = "activation(x)",
        source = "Customary; Keras Activation")
public record ActivationLayer(Activation activation) implements Layer {
    @Override
    public Expr apply(Expr x, Scope scope) {
        return Layer.activated(x, activation, null, scope);
    }
}
