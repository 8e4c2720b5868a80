package com.example.layer.unusual;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.layer.Layer;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Technique;

/** Its noise is none by default. */
@Technique(value = "com.example:jitter", description = "Noise, if it is asked for.")
public record Jitter(@Default("0.0") @Range("[0,inf)") double deviation) implements Layer {
    @Override
    public Expr apply(Expr x, Scope scope) {
        return deviation == 0 || !scope.stochastic() ? x : x.add(scope.normal(x.shape()).mul(deviation));
    }
}
