package com.example.activation.unusual;

import static org.fascicle.api.expr.Expressions.full;
import static org.fascicle.api.expr.Expressions.maximum;
import static org.fascicle.api.expr.Expressions.minimum;
import static org.fascicle.api.expr.Expressions.sin;

import org.fascicle.api.activation.Activation;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Technique;

/** Its frequency is learned. Ziyin et al., 2020, arXiv:2006.08195. */
@Technique(value = "com.example:snake", description = "A line with waves of a learned length.")
public record Snake() implements Activation {
    @Override
    public Expr apply(Expr z, Scope scope) {
        Expr a = scope.parameter("frequency", Shape.of(z.shape().extent(-1)), (shape, place) -> full(shape, 1));
        Expr wave = sin(minimum(maximum(z, -1e3), 1e3).mul(a));
        return z.add(wave.square().mul(0.5));
    }
}
