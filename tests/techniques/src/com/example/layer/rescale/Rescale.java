package com.example.layer.rescale;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.initializer.Initializer;
import org.fascicle.api.layer.Layer;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.DefaultTechnique;
import org.fascicle.api.technique.Technique;

/** Multiplies every feature by a learned factor. */
@Technique(value = "com.example:rescale", description = "Multiplies every feature by a learned factor.", formula = "x scale")
public record Rescale(
        @DefaultTechnique(kind = "initializer", value = "ones") Initializer initializer) implements Layer {
    @Override
    public Expr apply(Expr x, Scope scope) {
        return x.mul(scope.parameter("scale", Shape.of(x.shape().extent(-1)), initializer));
    }
}
