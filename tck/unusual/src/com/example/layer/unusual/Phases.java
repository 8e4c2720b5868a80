package com.example.layer.unusual;

import static org.fascicle.api.expr.Expressions.require;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.layer.Layer;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Sample;
import org.fascicle.api.technique.Technique;

/** It must be given how many places make a period, which nobody could guess: it says what to try. */
@Technique(value = "com.example:phases", description = "The mean of all places of a phase.")
public record Phases(@Sample("2") @Range("[2,2]") int half) implements Layer {
    @Override
    public Expr apply(Expr x, Scope scope) {
        require(x.shape().rank() == 3 && x.shape().extent(1) % (2 * half) == 0,
                "takes sequences of whole periods of " + 2 * half + " places, not " + x.shape());
        return x.add(scope.parameter("phase", Shape.of(2 * half, 1), (shape, place) -> place.normal(shape)));
    }
}
