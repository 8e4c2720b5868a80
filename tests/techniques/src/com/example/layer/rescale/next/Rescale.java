package com.example.layer.rescale.next;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.initializer.Initializer;
import org.fascicle.api.layer.Layer;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.DefaultTechnique;
import org.fascicle.api.technique.Technique;

/** Multiplies every feature by a learned factor and adds a learned shift: a parameter that the version before does not have. */
@Technique(value = "com.example:rescale", description = "Multiplies every feature by a learned factor, and shifts it.",
        formula = "x scale + shift")
public record Rescale(
        @DefaultTechnique(kind = "initializer", value = "ones") Initializer initializer,
        @DefaultTechnique(kind = "initializer", value = "com.example:fixed_uniform") Initializer shiftInitializer)
        implements Layer {
    @Override
    public Expr apply(Expr x, Scope scope) {
        Shape features = Shape.of(x.shape().extent(-1));
        return x.mul(scope.parameter("scale", features, initializer)).add(scope.parameter("shift", features, shiftInitializer));
    }
}
